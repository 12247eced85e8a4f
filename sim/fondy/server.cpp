#include "sim/fondy/server.hpp"

#include "sim/fondy/api.hpp"
#include "sim/fondy/control.hpp"
#include "sim/fondy/pages.hpp"

#include <string>

namespace gavel::sim::fondy {
namespace {

http::options on_port(std::uint16_t port) {
    http::options o;
    o.listen = "127.0.0.1:" + std::to_string(port);
    return o;
}

http::awaitable<std::optional<http::principal>> no_one(http::request&) { co_return std::nullopt; }

constexpr std::uint32_t shuffle_seed = 20'251'130;

}  // namespace

simulator::simulator(boost::asio::io_context& io, runtime::life& life, std::uint16_t port, int speed)
    : gateway_(io, life, speed, shuffle_seed),
      server_(on_port(port), life) {
    add_api_routes(router_, gateway_);
    add_pages(router_, gateway_);
    add_control_routes(router_, gateway_);
    port_ = server_.listen(io, router_, no_one, [](std::exception_ptr) { return std::optional<error>(); });
    gateway_.start();
}

}  // namespace gavel::sim::fondy
