// The HTTP server of one process: shared limits, and one listener per io thread.
//
//   http::server server(options, life, &metrics);
//   server.serve_static(site);                                   // optional, before listen
//   for (auto& shard : shards)
//       server.listen(shard.io, shard.router, shard.authenticate, translate);
//
// Share-nothing: every io_context has its own acceptor on the same port (SO_REUSEPORT), its own router and handlers; a connection never
// leaves the thread that accepted it. life.request_stop() makes the server stop in order: no new connections, idle ones are closed,
// requests in flight are answered with `Connection: close`, streams end. Every coroutine is counted by `life`, so life.wait_idle() tells
// when all is done. Destroy the server before its io_contexts, after their threads have ended.
#pragma once
#include "platform/http/options.hpp"
#include "platform/http/router.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace gavel::http {

class static_site;

// Finds out who is asking; called for routes with access::personal and access::signed_in. May throw what a handler may throw.
using authenticator = std::function<awaitable<std::optional<principal>>(request&)>;

// Turns an exception of the world (a lost database) into a problem; nothing means 500. Called inside a catch block; must not throw.
using translator = std::function<std::optional<error>(std::exception_ptr)>;

class server {
public:
    // Throws std::invalid_argument naming a bad option. `numbers`: where gavel_http_* metrics go; null (the operations port) counts
    // nothing.
    server(options chosen, runtime::life& life, metrics::registry* numbers = nullptr);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    // Files and pages for GET and HEAD of addresses that no route knows. Before listen().
    void serve_static(std::shared_ptr<const static_site> site);

    // A header of every answer of this server: files, refusals and streams too. Before listen().
    void announce(std::string_view name, std::string_view value);

    // Answers everything that no route takes, of any method and from anywhere, in place of 404, 405 and files. Before listen().
    void answer_all(route_options options, handler run);

    // Binds and starts accepting on `io` (construct it with concurrency hint 1). `routes` must outlive the io_context's run.
    // Returns the port. Throws boost::system::system_error when the address cannot be bound.
    std::uint16_t listen(boost::asio::io_context& io, const router& routes, authenticator who, translator translate);

    std::int64_t open_connections() const;  // any thread
    std::int64_t open_streams() const;      // any thread

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace gavel::http
