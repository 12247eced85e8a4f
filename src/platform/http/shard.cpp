#include "platform/http/shard.hpp"

#include "platform/http/session.hpp"
#include "platform/observe/log.hpp"

#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>

namespace gavel::http {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

namespace {

using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 1024;
constexpr milliseconds accept_retry{100};  // when the process has no file descriptor left
constexpr milliseconds last_ticks{10};     // while stopping: how late the end of the last connection is noticed

// Said without reading the request: the connection was never counted.
std::string turning_away(census::outcome why, const std::string& announced) {
    return (why == census::outcome::process_full ? "HTTP/1.1 503 Service Unavailable\r\n" : "HTTP/1.1 429 Too Many Requests\r\n") +
           announced + "Retry-After: 5\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

// Often enough that the shortest limit is kept within a quarter of itself, seldom enough to cost nothing.
milliseconds tick_of(const options& o) {
    return std::clamp(milliseconds(std::min({o.idle_ms, o.read_ms, o.write_ms}) / 4), milliseconds(5), milliseconds(250));
}

}  // namespace

shard::shard(asio::io_context& io, std::shared_ptr<common> shared, const router& routes, authenticator who, translator translate)
    : io_(io),
      shared_(std::move(shared)),
      dispatcher_(routes, shared_->site, shared_->rest.get(), std::move(who), std::move(translate)),
      acceptor_(io),
      ticker_(io),
      accept_pause_(io) {
    if (shared_->numbers) instruments_.emplace(*shared_->numbers, routes);
}

std::uint16_t shard::start(const asio::ip::tcp::endpoint& at) {
    acceptor_.open(at.protocol());
    acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true));
    acceptor_.set_option(reuse_port(true));
    acceptor_.bind(at);
    acceptor_.listen(backlog);
    const auto port = acceptor_.local_endpoint().port();
    const auto self = shared_from_this();
    shared_->life.spawn(io_.get_executor(), "http.accept", [self] { return self->accept(); });
    shared_->life.spawn(io_.get_executor(), "http.tick", [self] { return self->tick(); });
    // life may outlive this shard and its io_context.
    shared_->life.on_stop([weak = weak_from_this()] {
        if (const auto living = weak.lock()) asio::post(living->io_, [living] { living->stop(); });
    });
    return port;
}

void shard::stop() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    accept_pause_.cancel();
    ticker_.cancel();
    // Waking a session may end it and change the list.
    const std::vector<session*> open(sessions_.begin(), sessions_.end());
    for (auto* each : open) each->stop();
}

asio::awaitable<void> shard::accept() {
    while (!stopping_) {
        error_code failed;
        asio::ip::tcp::socket socket(io_);
        co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, failed));
        if (stopping_) co_return;
        if (!failed) {
            welcome(std::move(socket));
        } else if (failed != asio::error::connection_aborted) {
            log::warning("http.accept_failed", "error", failed.message());
            accept_pause_.expires_after(accept_retry);
            co_await accept_pause_.async_wait(asio::redirect_error(asio::use_awaitable, failed));
        }
    }
}

void shard::welcome(asio::ip::tcp::socket socket) {
    error_code failed;
    const auto address = plain(socket.remote_endpoint(failed).address());
    if (failed) return;
    peer_facts peer;
    peer.address = address.to_string();
    peer.trusted = shared_->proxies.contains(address);
    const auto admitted = shared_->connections.enter(peer.address, peer.trusted);
    if (admitted != census::outcome::counted) {
        if (instruments_) instruments_->turned_away();
        const auto text = turning_away(admitted, shared_->announced);
        socket.non_blocking(true, failed);
        socket.write_some(asio::buffer(text.data(), text.size()), failed);
        socket.shutdown(asio::ip::tcp::socket::shutdown_both, failed);
        return;
    }
    auto counted = std::make_unique<place>(shared_->connections, peer.address, peer.trusted);
    wire::socket_type moved(io_, socket.local_endpoint(failed).protocol(), socket.release());
    auto one = std::make_shared<session>(shared_from_this(), std::move(moved), std::move(peer), std::move(counted));
    shared_->life.spawn(io_.get_executor(), "http.session", [one] { return session::run(one); });
}

asio::awaitable<void> shard::tick() {
    const auto period = tick_of(shared_->chosen);
    while (!stopping_ || !sessions_.empty()) {
        ticker_.expires_after(stopping_ ? std::min(period, last_ticks) : period);
        error_code woken;
        co_await ticker_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        const auto now = wire::clock::now();
        for (auto* each : sessions_) each->check(now);
    }
}

}  // namespace gavel::http
