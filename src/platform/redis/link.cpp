#include "platform/redis/link.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <utility>

namespace gavel::redis {

namespace asio = boost::asio;
using asio::awaitable;

struct link::waiting {
    waiting(asio::io_context& io, runtime::deadline until) : wake(io, until) {}
    asio::steady_timer wake;  // cancelled when the answer is there or the link has ended
    std::optional<reply> answer;
};

namespace {

std::vector<std::vector<std::string>> greetings(const address& to) {
    std::vector<std::vector<std::string>> all;
    if (!to.password.empty() && !to.user.empty()) all.push_back({"AUTH", to.user, to.password});
    else if (!to.password.empty()) all.push_back({"AUTH", to.password});
    if (!to.database.empty()) all.push_back({"SELECT", to.database});
    all.push_back({"PING"});  // answered with an error while Redis loads its data: it is not there yet
    return all;
}

}  // namespace

link::link(asio::io_context& io) : io_(io), resolver_(io), socket_(io) {}

void link::end(std::string why) {
    if (std::exchange(ended_, true)) return;
    why_ = std::move(why);
    boost::system::error_code ignored;
    resolver_.cancel();
    socket_.close(ignored);
    for (const auto& each : waiting_) each->wake.cancel();
    waiting_.clear();
    changed_.raise();
}

awaitable<bool> link::open(std::shared_ptr<link> self, address to, runtime::deadline until) {
    asio::steady_timer limit(self->io_, until);
    limit.async_wait([self](boost::system::error_code cancelled) {
        if (!cancelled) self->end("connecting took too long");
    });
    try {
        co_await connect(self, to);
    } catch (const boost::system::system_error& e) {
        self->end(e.what());
    }
    if (self->ended_) co_return false;
    asio::co_spawn(self->io_, read_all(self), asio::detached);
    const bool welcome = co_await introduce(self, to, until);
    if (!welcome) self->end("it does not answer to commands");
    co_return !self->ended_;
}

awaitable<void> link::connect(std::shared_ptr<link> self, address to) {
    if (!to.path.empty()) {
        const asio::local::stream_protocol::endpoint at(to.path);
        co_await self->socket_.async_connect(at, asio::use_awaitable);
        co_return;
    }
    const auto found = co_await self->resolver_.async_resolve(to.host, to.port, asio::use_awaitable);
    boost::system::error_code failed = asio::error::host_not_found;
    for (const auto& each : found) {
        if (self->ended_) co_return;
        boost::system::error_code ignored;
        self->socket_.close(ignored);
        const asio::ip::tcp::endpoint at = each.endpoint();
        co_await self->socket_.async_connect(at, asio::redirect_error(asio::use_awaitable, failed));
        if (!failed) break;
    }
    if (failed) throw boost::system::system_error(failed);
    self->socket_.set_option(asio::ip::tcp::no_delay(true));
}

awaitable<bool> link::introduce(std::shared_ptr<link> self, address to, runtime::deadline until) {
    auto all = greetings(to);
    for (auto& words : all) {
        const auto answer = co_await call(self, std::move(words), until);
        if (!answer || answer->type == reply::kind::error) co_return false;
    }
    co_return true;
}

awaitable<std::optional<reply>> link::call(std::shared_ptr<link> self, std::vector<std::string> words, runtime::deadline until) {
    if (self->ended_ || self->waiting_.size() >= waiting_max || self->unsent_.size() >= unsent_bytes_max) co_return std::nullopt;
    const auto mine = std::make_shared<waiting>(self->io_, until);
    self->waiting_.push_back(mine);
    send(self, words);
    boost::system::error_code cut_short;
    co_await mine->wake.async_wait(asio::redirect_error(asio::use_awaitable, cut_short));
    if (!mine->answer) self->end("a reply took too long");
    co_return std::move(mine->answer);
}

void link::send(const std::shared_ptr<link>& self, const std::vector<std::string>& words) {
    self->unsent_ += command_bytes(words);
    if (!std::exchange(self->writing_, true)) asio::co_spawn(self->io_, write_all(self), asio::detached);
}

awaitable<void> link::write_all(std::shared_ptr<link> self) {
    boost::system::error_code failed;
    while (!self->unsent_.empty() && !self->ended_) {
        const auto piece = std::exchange(self->unsent_, {});
        co_await asio::async_write(self->socket_, asio::buffer(piece), asio::redirect_error(asio::use_awaitable, failed));
        if (failed) self->end(failed.message());
    }
    self->writing_ = false;
}

awaitable<void> link::read_all(std::shared_ptr<link> self) {
    std::array<char, 16 * 1024> piece;
    boost::system::error_code failed;
    while (!self->ended_) {
        const auto size = co_await self->socket_.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, failed));
        if (failed) {
            self->end(failed.message());
            co_return;
        }
        try {
            self->reader_.feed({piece.data(), size});
            while (!self->ended_) {
                auto complete = self->reader_.next();
                if (!complete) break;
                self->take(std::move(*complete));
            }
        } catch (const std::exception& e) {
            self->end(e.what());
        }
    }
}

void link::take(reply r) {
    if (push_) {
        push_(std::move(r));
        return;
    }
    if (waiting_.empty()) throw protocol_error("Redis sent a reply to no command");
    const auto first = std::move(waiting_.front());
    waiting_.pop_front();
    first->answer = std::move(r);
    first->wake.cancel();
}

}  // namespace gavel::redis
