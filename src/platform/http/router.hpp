// Method and path pattern -> handler. Patterns: "/api/v1/lots/{id}/bids". Built once at start, then read-only and shared by one thread.
#pragma once
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::http {

using boost::asio::awaitable;
using handler = std::function<awaitable<reply>(request&)>;

enum class access {
    open,       // no session is looked up; request.who stays empty
    personal,   // a session is looked up if the request carries one
    signed_in,  // without a session: 401 sign-in-required
};

struct route_options {
    access who = access::open;
    std::size_t body_max = 64 * 1024;  // bytes; more is 413
};

struct route {
    http::method method;
    std::string pattern;
    route_options options;
    handler run;
};

class router {
public:
    void add(method m, std::string pattern, route_options options, handler run);  // std::logic_error on a duplicate
    const std::vector<route>& routes() const { return routes_; }

    struct match {
        const route* found = nullptr;      // null: no such path, or path known under other methods
        std::vector<std::pair<std::string, std::string>> params;
        std::string allow;                 // for 405: "GET, POST"
    };
    match find(method m, std::string_view path) const;

private:
    std::vector<route> routes_;
};

}  // namespace gavel::http
