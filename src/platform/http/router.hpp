// Method and path pattern -> handler. Patterns: "/api/v1/lots/{id}/bids". Built once at start, then read-only and used by one thread.
// A literal segment wins over a parameter: "/lots/new" is found before "/lots/{id}".
#pragma once
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
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
    moderator,  // besides, with the role of an ordinary member: 403 moderators-only
    host,       // besides, with any role but that of an operator: 403 operators-only
};

struct route_options {
    access who = access::open;
    std::size_t body_max = 64 * 1024;          // bytes; more is 413
    std::chrono::milliseconds within{10'000};  // request.until: the end of every wait on behalf of the request
    bool from_other_sites = false;             // also without a same-origin header: the address itself is the permission
    bool streamed_body = false;                // the handler reads request.content itself; `within` covers that too
};

struct route {
    http::method method;
    std::string pattern;
    route_options options;
    handler run;
};

class router {
public:
    router();
    ~router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;

    void add(method m, std::string pattern, route_options options, handler run);  // std::logic_error on a duplicate or a malformed pattern

    // For GET and HEAD of paths outside /api/ that neither a route nor a static file answers (the page shell of the web application).
    void add_fallback(route_options options, handler run);

    const std::deque<route>& routes() const { return routes_; }
    const route* fallback() const { return fallback_.get(); }

    struct match {
        const route* found = nullptr;  // null: no such path, or path known under other methods
        std::string allow;             // for 405: "GET, HEAD, POST"
    };
    // Fills `params` (names view the pattern, values are decoded). HEAD finds the route of GET unless it has its own.
    match find(method m, std::string_view path, path_parameters& params) const;

private:
    struct node;
    std::deque<route> routes_;
    std::unique_ptr<node> root_;
    std::unique_ptr<route> fallback_;
};

}  // namespace gavel::http
