#include "tests/support/gate.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string_view>

namespace gavel::test {

namespace asio = boost::asio;
using asio::ip::tcp;

struct gate::passage {
    explicit passage(tcp::socket from_client) : client(std::move(from_client)), server(client.get_executor()) {}

    void end() {
        boost::system::error_code ignored;
        client.close(ignored);
        server.close(ignored);
    }

    tcp::socket client;
    asio::local::stream_protocol::socket server;
    bool answer_is_lost = false;
};

gate::gate(asio::io_context& io, database& behind)
    : io_(io),
      acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      server_(fmt::format("{}/.s.PGSQL.{}", behind.scalar("select split_part(current_setting('unix_socket_directories'), ',', 1)"),
                          behind.scalar("select current_setting('port')"))),
      // Of two values for one key libpq takes the last.
      url_(fmt::format("{} host=127.0.0.1 port={} sslmode=disable gssencmode=disable", behind.url(), acceptor_.local_endpoint().port())) {
    asio::co_spawn(io_, accept(), asio::detached);
}

gate::~gate() { close(); }

void gate::close() {
    closed_ = true;
    for (const auto& each : passages_)
        if (const auto through = each.lock()) through->end();
    passages_.clear();
}

void gate::open() { closed_ = false; }

asio::awaitable<void> gate::accept() {
    for (;;) {
        const auto through = std::make_shared<passage>(co_await acceptor_.async_accept(asio::use_awaitable));
        if (closed_) continue;
        co_await through->server.async_connect(server_, asio::use_awaitable);
        passages_.push_back(through);
        asio::co_spawn(io_, up(through), asio::detached);
        asio::co_spawn(io_, down(through), asio::detached);
    }
}

asio::awaitable<void> gate::up(std::shared_ptr<passage> through) {
    std::array<char, 16 * 1024> buffer;
    boost::system::error_code problem;
    for (;;) {
        const auto got = co_await through->client.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, problem));
        if (problem) break;
        // The name of the prepared statement; a test's transactions are small enough to come in one piece.
        if (lose_answer_ && std::string_view(buffer.data(), got).find("pg.commit") != std::string_view::npos) {
            lose_answer_ = false;
            through->answer_is_lost = true;
        }
        co_await asio::async_write(through->server, asio::buffer(buffer, got), asio::redirect_error(asio::use_awaitable, problem));
        if (problem) break;
    }
    through->end();
}

asio::awaitable<void> gate::down(std::shared_ptr<passage> through) {
    std::array<char, 16 * 1024> buffer;
    boost::system::error_code problem;
    for (;;) {
        const auto got = co_await through->server.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, problem));
        if (problem || through->answer_is_lost) break;
        co_await asio::async_write(through->client, asio::buffer(buffer, got), asio::redirect_error(asio::use_awaitable, problem));
        if (problem) break;
    }
    through->end();
}

}  // namespace gavel::test
