#include "sim/mailbox/smtp_sink.hpp"

#include "sim/mailbox/smtp_dialogue.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <memory>
#include <set>
#include <string>

namespace gavel::sim {
namespace {

using boost::asio::ip::tcp;
constexpr std::size_t line_bytes_max = 4096;
constexpr auto idle_max = std::chrono::minutes(2);

// A socket that closes itself when nobody speaks for `idle_max`, or at once when the process stops.
struct caller {
    explicit caller(tcp::socket s) : socket(std::move(s)), idle(socket.get_executor()) {}
    void close() {
        boost::system::error_code ignored;
        idle.cancel();
        socket.close(ignored);
    }
    tcp::socket socket;
    boost::asio::steady_timer idle;
};

void wait_for_word(const std::shared_ptr<caller>& who) {
    who->idle.expires_after(idle_max);
    who->idle.async_wait([weak = std::weak_ptr(who)](boost::system::error_code failed) {
        const auto still = weak.lock();
        if (!failed && still) still->close();
    });
}

boost::asio::awaitable<void> converse(std::shared_ptr<caller> who, store& into) {
    smtp_dialogue dialogue([&](const std::string& to, const std::string& raw) { into.add(to, read_letter(raw)); });
    std::string received, reply = smtp_dialogue::greeting();
    boost::system::error_code failed;
    auto quietly = boost::asio::redirect_error(boost::asio::use_awaitable, failed);
    while (true) {
        if (!reply.empty()) co_await boost::asio::async_write(who->socket, boost::asio::buffer(reply), quietly);
        if (failed || dialogue.finished()) break;
        wait_for_word(who);
        const auto size =
            co_await boost::asio::async_read_until(who->socket, boost::asio::dynamic_buffer(received, line_bytes_max), "\r\n", quietly);
        if (failed) break;
        reply = dialogue.take(std::string_view(received).substr(0, size - 2));
        received.erase(0, size);
    }
    who->close();
}

// The listening socket and everybody who is talking to it.
struct sink {
    sink(boost::asio::io_context& io, std::uint16_t port, store& letters)
        : door(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), port)),
          into(letters) {}
    void close() {
        boost::system::error_code ignored;
        door.close(ignored);
        for (const auto& each : callers) each->close();
    }
    tcp::acceptor door;
    store& into;
    std::set<std::shared_ptr<caller>> callers;
};

boost::asio::awaitable<void> serve(std::shared_ptr<sink> here, std::shared_ptr<caller> who) {
    co_await converse(who, here->into);
    here->callers.erase(who);
}

boost::asio::awaitable<void> accept(std::shared_ptr<sink> here, runtime::life& life) {
    boost::system::error_code failed;
    while (!life.stopping()) {
        auto socket = co_await here->door.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, failed));
        if (failed) co_return;
        auto who = std::make_shared<caller>(std::move(socket));
        here->callers.insert(who);
        auto work = [here, who] { return serve(here, who); };
        life.spawn(here->door.get_executor(), "sim.smtp", std::move(work));
    }
}

}  // namespace

std::uint16_t start_smtp_sink(boost::asio::io_context& io, runtime::life& life, store& into, std::uint16_t port) {
    const auto here = std::make_shared<sink>(io, port, into);
    life.on_stop([here, &io] { boost::asio::post(io, [here] { here->close(); }); });
    life.spawn(io.get_executor(), "sim.smtp_accept", [here, &life] { return accept(here, life); });
    return here->door.local_endpoint().port();
}

}  // namespace gavel::sim
