#include "modules/trust/worker.hpp"

#include "modules/trust/repository.hpp"
#include "modules/trust/scores.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace gavel::trust {
namespace {

using namespace std::chrono_literals;

constexpr auto round_within = 30s;
constexpr auto pause_between_full_rounds = 500ms;

// One of the two bounds was reached, so there may be more.
bool full(const std::vector<repository::chosen_lot>& lots) {
    std::int64_t records = 0;
    for (const auto& each : lots) records += std::min(each.seq, repository::bids_per_lot_max);
    return std::ssize(lots) == lots_per_round_max || records >= records_per_round_max;
}

}  // namespace

worker::worker(pg::pool& pool, metrics::registry& m, options chosen)
    : pool_(pool),
      numbers_(m),
      options_(chosen),
      lots_(m.add_counter("gavel_trust_lots_total", "Lots examined for signals of fraud")),
      seconds_(m.add_histogram("gavel_trust_round_seconds", "How long one look at changed lots took")) {
    for (const auto each : kind_names) signals(std::string(each));
}

metrics::counter worker::signals(std::string of) {
    return numbers_.add_counter("gavel_trust_signals_total", "New signals for moderators, by kind", {{"kind", std::move(of)}});
}

boost::asio::awaitable<std::vector<signal>> worker::look_at(pg::transaction& tx, const std::vector<lot_id>& lots) {
    std::vector<signal> found;
    const auto keep = [&](std::optional<signal> s) {
        if (s && s->score >= options_.score_min) found.push_back(std::move(*s));
    };
    for (const auto& f : co_await repository::bidders(tx, lots, options_.window_days)) {
        keep(narrow_bidding(f));
        keep(never_wins(f));
    }
    for (const auto& f : co_await repository::pairs(tx, lots, options_.window_days)) {
        keep(concentration(f));
        keep(loses_to_seller(f));
        keep(shill_score(f));
    }
    for (const auto& f : co_await repository::reserves(tx, lots)) keep(reserve_probing(f));
    const auto together = co_await repository::shared(tx, lots, options_.window_days, options_.network_accounts_max);
    for (const auto& f : together) keep(shared_network(f, options_.network_accounts_max));
    for (const auto& f : co_await repository::newcomers(tx, lots)) keep(new_account_leading(f));
    for (const auto& f : co_await repository::exposures(tx, lots)) keep(exposing_retraction(f));
    for (const auto& f : co_await repository::cancellations(tx, lots, options_.window_days)) keep(cancelled_with_bids(f));
    co_return found;
}

boost::asio::awaitable<round> worker::run_once() {
    const auto began = std::chrono::steady_clock::now();
    round done;
    auto tx = co_await pool_.begin(runtime::within(round_within));
    const auto turn = co_await repository::take_turn(tx);
    if (!turn) co_return done;

    const auto closed = co_await repository::closed_since(tx, *turn, lots_per_round_max, records_per_round_max);
    const auto running = co_await repository::running_changed(tx, lots_per_round_max, records_per_round_max);
    std::vector<lot_id> lots;
    for (const auto& each : closed) lots.push_back(each.lot);
    for (const auto& each : running) lots.push_back(each.lot);
    if (!lots.empty()) {
        repository::count_bidding(tx, lots);
        const auto found = co_await look_at(tx, lots);
        const auto fresh = co_await repository::store(tx, found);
        for (const auto& each : fresh) signals(each).add();
        done.lots = std::ssize(lots);
        done.signals = std::ssize(found);
    }
    repository::note_running(tx, running);
    repository::note_closed(tx, closed);
    repository::purge(tx, options_.window_days, options_.keep_days);
    co_await tx.commit();

    done.more = full(closed) || full(running);
    lots_.add(static_cast<double>(done.lots));
    seconds_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    co_return done;
}

boost::asio::awaitable<void> worker::run(runtime::life& l) {
    if (options_.interval_s == 0) co_return;
    while (!l.stopping()) {
        std::chrono::steady_clock::duration rest = std::chrono::seconds(options_.interval_s);
        try {
            const auto done = co_await run_once();
            if (done.more) rest = pause_between_full_rounds;
        } catch (const std::exception& e) {
            log::error("trust.round_failed", "error", e.what());
        }
        co_await l.sleep(rest);
    }
}

}  // namespace gavel::trust
