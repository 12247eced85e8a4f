#include "sim/google/server.hpp"

#include "sim/google/control.hpp"
#include "sim/google/files.hpp"
#include "sim/google/oauth.hpp"
#include "sim/google/uploads.hpp"

#include <string>

namespace gavel::sim::google {
namespace {

http::options patiently_on_port(std::uint16_t port) {
    http::options o;
    o.listen = "127.0.0.1:" + std::to_string(port);
    o.read_ms = 60'000;
    return o;
}

http::awaitable<std::optional<http::principal>> nobody(http::request&) { co_return std::nullopt; }

}  // namespace

simulator::simulator(boost::asio::io_context& io, runtime::life& life, std::uint16_t port) : server_(patiently_on_port(port), life) {
    add_oauth(router_, state_, life);
    add_files(router_, state_, life);
    add_uploads(router_, state_, life);
    add_control_routes(router_, state_);
    port_ = server_.listen(io, router_, nobody, [](std::exception_ptr) { return std::optional<error>(); });
}

}  // namespace gavel::sim::google
