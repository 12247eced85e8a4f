#include "platform/http/server.hpp"

#include "platform/http/shard.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <charconv>
#include <stdexcept>
#include <vector>

namespace gavel::http {

namespace ip = boost::asio::ip;

namespace {

ip::tcp::endpoint parse_listen(const std::string& text) {
    const auto colon = text.rfind(':');
    auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    boost::system::error_code failed;
    const auto address = ip::make_address(host, failed);
    const char* const end = text.data() + text.size();
    const char* const digits = colon == std::string::npos ? end : text.data() + colon + 1;
    const auto parsed = std::from_chars(digits, end, port);
    if (failed || parsed.ec != std::errc{} || parsed.ptr != end)
        throw std::invalid_argument("http.listen: \"" + text + "\" is not an address and a port, such as 0.0.0.0:8080");
    return {address, port};
}

// SO_REUSEPORT would let a second process share the port in silence; a socket without it finds out.
void require_free(boost::asio::io_context& io, const ip::tcp::endpoint& at) {
    ip::tcp::acceptor probe(io, at.protocol());
    probe.set_option(ip::tcp::acceptor::reuse_address(true));
    probe.bind(at);
    probe.listen();
}

}  // namespace

struct server::state {
    state(options o, runtime::life& l, metrics::registry* n)
        : shared(std::make_shared<common>(std::move(o), l, n)),
          endpoint(parse_listen(shared->chosen.listen)) {}

    std::shared_ptr<common> shared;
    ip::tcp::endpoint endpoint;  // with the real port once the first shard has bound it
    std::vector<std::shared_ptr<shard>> shards;
};

server::server(options chosen, runtime::life& life, metrics::registry* numbers)
    : state_(std::make_shared<state>(std::move(chosen), life, numbers)) {}

server::~server() = default;

void server::serve_static(std::shared_ptr<const static_site> site) { state_->shared->site = std::move(site); }

void server::announce(std::string_view name, std::string_view value) {
    state_->shared->announced.append(name).append(": ").append(value).append("\r\n");
}

void server::answer_all(route_options options, handler run) {
    options.from_other_sites = true;
    state_->shared->rest = std::make_unique<route>(route{method::get, "*", options, std::move(run)});
}

std::uint16_t server::listen(boost::asio::io_context& io, const router& routes, authenticator who, translator translate) {
    if (state_->shards.empty()) require_free(io, state_->endpoint);
    auto one = std::make_shared<shard>(io, state_->shared, routes, std::move(who), std::move(translate));
    const auto port = one->start(state_->endpoint);
    state_->endpoint.port(port);
    state_->shards.push_back(std::move(one));
    return port;
}

std::int64_t server::open_connections() const { return state_->shared->connections.open(); }
std::int64_t server::open_streams() const { return state_->shared->streams.open(); }

}  // namespace gavel::http
