// The answer of a simulator that breaks off on purpose.
#pragma once
#include "platform/http/reply.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace gavel::sim {

// More is promised than comes: the client sees the connection break in the middle of the answer.
inline http::reply broken() {
    http::reply r(200);
    r.content_type = "application/json";
    r.body = "{";
    r.rest.emplace();
    r.rest->bytes = 1000;
    r.rest->read = [](std::uint64_t) -> boost::asio::awaitable<std::string> {
        throw std::runtime_error("cut on purpose");
        co_return std::string();
    };
    return r;
}

}  // namespace gavel::sim
