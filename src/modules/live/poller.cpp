#include "modules/live/poller.hpp"

#include "platform/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace gavel::live {

namespace {

using namespace std::chrono_literals;

constexpr auto round = 1s;
constexpr int rounds_while_wired = 10;
constexpr auto round_deadline = 5s;
constexpr std::size_t piece = 1000;  // keys per statement

template <class T>
std::vector<std::vector<T>> in_pieces(const std::vector<T>& all) {
    std::vector<std::vector<T>> pieces;
    for (std::size_t from = 0; from < all.size(); from += piece)
        pieces.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(from),
                            all.begin() + static_cast<std::ptrdiff_t>(std::min(from + piece, all.size())));
    return pieces;
}

}  // namespace

boost::asio::awaitable<void> poller::run_once() {
    const auto until = runtime::within(round_deadline);
    for (const auto& some : in_pieces(hub_.watched_lots())) {
        std::vector<lot_id> lots;
        std::vector<std::int64_t> versions;
        for (const auto& each : some) {
            lots.push_back(each.lot);
            versions.push_back(each.version);
        }
        const auto newer = co_await changes_(std::move(lots), std::move(versions), until);
        for (const auto& event : newer) hub_.deliver(event);
    }
    for (const auto& some : in_pieces(hub_.watched_accounts())) {
        const auto counts = co_await unread_(some, until);
        for (const auto& each : counts) hub_.deliver_unread(each.account, each.unread);
    }
}

boost::asio::awaitable<void> poller::run(runtime::life& l) {
    int since_last = 0;
    bool was_up = false;
    while (!l.stopping()) {
        co_await l.sleep(round);
        const bool up = hub_.wire_up();
        // A wire that has just come back may have missed something meanwhile.
        const bool due = !up || !was_up || ++since_last >= rounds_while_wired;
        was_up = up;
        if (!due || l.stopping()) continue;
        since_last = 0;
        try {
            co_await run_once();
        } catch (const std::exception& e) {
            log::warning("live.poll_failed", "error", e.what());
        }
    }
}

}  // namespace gavel::live
