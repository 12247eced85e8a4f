#include "modules/bidding/stream.hpp"

#include "modules/bidding/view.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>

namespace gavel::bidding {

namespace {

std::string ping() { return http::format_event("ping", {}, R"({"server_time":")" + format_instant(server_now()) + "\"}"); }

}  // namespace

boost::asio::awaitable<void> run_stream(std::shared_ptr<live_shard::subscription> reader, http::event_writer& out) {
    auto& box = reader->box();
    const auto timer = std::make_shared<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor);
    const auto wake = [timer] { timer->cancel(); };
    box.on_news(wake);
    out.on_close(wake);

    auto next_ping = std::chrono::steady_clock::now();
    while (!out.closed()) {
        std::string text = box.take(server_now());
        const auto now = std::chrono::steady_clock::now();
        if (now >= next_ping) {
            text += ping();
            next_ping = now + ping_every;
        }
        if (!text.empty()) {
            // While the socket is busy, news collect in the mailbox: newest only.
            const bool taken = co_await out.send(std::move(text));
            if (!taken) break;
            continue;
        }
        timer->expires_at(next_ping);
        boost::system::error_code woken;
        co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
    box.on_news({});
}

}  // namespace gavel::bidding
