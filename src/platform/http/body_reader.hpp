// The body of a request as it arrives, for routes with route_options::streamed_body.
#pragma once
#include <boost/asio/awaitable.hpp>

#include <optional>
#include <stdexcept>
#include <string>

namespace gavel::http {

// The sender is gone; there is nobody left to answer. What was read before may be kept.
struct connection_lost : std::runtime_error {
    connection_lost() : std::runtime_error("the connection ended before the body did") {}
};

class body_reader {
public:
    virtual ~body_reader() = default;

    // The next bytes, a few hundred kilobytes at most; nothing: that was all. Throws connection_lost, or refusal: too slow, too large, not
    // well-formed, server about to stop. Whatever arrived before the trouble is given first.
    virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
};

}  // namespace gavel::http
