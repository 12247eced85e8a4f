#include "modules/closing/worker.hpp"

#include "modules/bidding/hammer.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/outages/settled.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

namespace gavel::closing {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_max = 1s;    // a lot published meanwhile may be due sooner than the last look said
constexpr auto pause_min = 20ms;  // something overdue is in another worker's or a late bid's hands
constexpr auto pause_held = 500ms;
constexpr auto round_within = 20s;

}  // namespace

worker::worker(pg::pool& pool, live::shard& live, metrics::registry& m, outages::options of_outages)
    : pool_(pool),
      live_(live),
      started_(m.add_counter("gavel_closing_started_total", "Scheduled lots that began to run")),
      sold_(m.add_counter("gavel_closing_lots_total", "Lots closed, by result", {{"result", "sold"}})),
      unsold_(m.add_counter("gavel_closing_lots_total", "Lots closed, by result", {{"result", "unsold"}})),
      late_(m.add_histogram("gavel_closing_late_seconds", "From a lot's end to the moment it was closed")),
      outages_(of_outages) {}

boost::asio::awaitable<round> worker::run_once(bidding::closing_bounds bounds) {
    const auto until = runtime::within(round_within);
    round done;
    done.started = co_await start_due(until);
    co_await close_due(done, bounds, until);
    done.more = done.more || done.started == starts_max;
    co_return done;
}

boost::asio::awaitable<std::int64_t> worker::start_due(pg::deadline until) {
    const auto started = co_await bidding::start_due(pool_, until, starts_max);
    for (const auto& lot : started) live_.publish(bidding::live_change(bidding::public_view(lot)));
    started_.add(static_cast<double>(started.size()));
    co_return std::ssize(started);
}

boost::asio::awaitable<void> worker::close_due(round& done, bidding::closing_bounds bounds, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto closed = co_await bidding::close_due(tx, bounds);
    // Asked while the lots are locked: every outage that took time from them is either known by now or still going on.
    if (!closed.lots.empty()) done.held = !co_await outages::settled(tx, outages_.gap_s);
    if (closed.lots.empty() || done.held) {
        co_await tx.rollback();
        co_return;
    }
    std::vector<news::event> all_news;
    for (auto& lot : closed.lots) std::ranges::move(lot.news, std::back_inserter(all_news));
    news::tell(tx, all_news);
    co_await tx.commit();

    std::int64_t sold = 0;
    for (const auto& lot : closed.lots) {
        live_.publish(bidding::live_change(bidding::public_view(lot.after)));
        sold += lot.after.state == bidding::lot_state::ended_sold;
        late_.observe(std::chrono::duration<double>(*lot.after.closed_at - lot.after.ends_at).count());
        log::debug("closing.closed_lot", "lot", lot.after.lot.value, "state", lots::to_string(lot.after.state), "bids", lot.after.bids);
    }
    const auto unsold = std::ssize(closed.lots) - sold;
    sold_.add(static_cast<double>(sold));
    unsold_.add(static_cast<double>(unsold));
    log::info("closing.closed", "sold", sold, "unsold", unsold, "told", all_news.size());
    done.closed = std::ssize(closed.lots);
    done.more = closed.more;
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
            if (done.more) continue;
            if (done.held) rest = pause_held;
            else rest = co_await pause();
        } catch (const std::exception& e) {
            log::error("closing.round_failed", "error", e.what());
        }
        co_await l.sleep(rest);
    }
}

}  // namespace gavel::closing
