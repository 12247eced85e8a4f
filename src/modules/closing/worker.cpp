#include "modules/closing/worker.hpp"

#include "modules/bidding/hammer.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/closing/news.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <exception>

namespace gavel::closing {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_max = 1s;    // a lot published meanwhile may be due sooner than the last look said
constexpr auto pause_min = 20ms;  // something overdue is in another worker's or a late bid's hands
constexpr auto round_within = 20s;

}  // namespace

worker::worker(pg::pool& pool, bidding::live_shard& live, metrics::registry& m)
    : pool_(pool),
      live_(live),
      started_(m.add_counter("gavel_closing_started_total", "Scheduled lots that began to run")),
      sold_(m.add_counter("gavel_closing_lots_total", "Lots closed, by result", {{"result", "sold"}})),
      unsold_(m.add_counter("gavel_closing_lots_total", "Lots closed, by result", {{"result", "unsold"}})),
      late_(m.add_histogram("gavel_closing_late_seconds", "From a lot's end to the moment it was closed")) {}

boost::asio::awaitable<round> worker::run_once() {
    const auto until = runtime::within(round_within);
    round done;
    const auto started = co_await bidding::start_due(pool_, until, starts_max);
    for (const auto& lot : started) live_.publish(bidding::public_view(lot));
    done.started = static_cast<std::int64_t>(started.size());
    started_.add(static_cast<double>(started.size()));

    auto tx = co_await pool_.begin(until);
    const auto closed = co_await bidding::close_due(tx, ends_max);
    for (const auto& lot : closed) tell(tx, lot);
    if (!closed.empty()) co_await tx.commit();
    else co_await tx.rollback();
    done.closed = static_cast<std::int64_t>(closed.size());
    for (const auto& lot : closed) {
        live_.publish(bidding::public_view(lot.after));
        const bool sold = lot.after.state == bidding::lot_state::ended_sold;
        (sold ? sold_ : unsold_).add();
        late_.observe(std::chrono::duration<double>(*lot.after.closed_at - lot.after.ends_at).count());
        log::info("closing.closed", "lot", lot.after.lot.value, "state", lots::to_string(lot.after.state), "bids", lot.after.bids);
    }
    co_return done;
}

boost::asio::awaitable<std::chrono::steady_clock::duration> worker::pause() {
    const auto left = co_await bidding::next_due(pool_, runtime::within(round_within));
    if (!left) co_return pause_max;
    co_return std::clamp<std::chrono::steady_clock::duration>(*left, pause_min, pause_max);
}

boost::asio::awaitable<void> worker::run(runtime::life& l) {
    while (!l.stopping()) {
        std::chrono::steady_clock::duration rest = pause_max;
        try {
            const auto done = co_await run_once();
            if (done.more()) continue;
            rest = co_await pause();
        } catch (const std::exception& e) {
            log::error("closing.round_failed", "error", e.what());
        }
        co_await l.sleep(rest);
    }
}

}  // namespace gavel::closing
