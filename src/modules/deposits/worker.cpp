#include "modules/deposits/worker.hpp"

#include "modules/deposits/making.hpp"
#include "modules/deposits/repository.hpp"
#include "modules/deposits/rules.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::deposits {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 20s;
constexpr auto one_time = 20s;

// The money is never free in between: both happen in one transaction that holds the wallet.
awaitable<void> renew(pg::transaction& tx, deposit d, const options& chosen) {
    const auto facts = co_await repository::read_lot(tx, d.lot, d.owner);
    const bool held = co_await ledger::void_hold(tx, d.hold.value());
    if (!held || !facts) co_return;
    const bool again = co_await hold_money(tx, d, hold_until(*facts, chosen));
    if (!again) throw std::logic_error("a hold that was void a moment ago cannot be made again");
}

}  // namespace

worker::worker(pg::pool& pool, const options& chosen, metrics::registry& m)
    : pool_(pool),
      options_(chosen),
      failed_(m.add_counter("gavel_deposits_failed_total", "Deposits that could not be released or renewed and are tried again later")) {}

awaitable<worker::outcome> worker::look_at_one() {
    std::vector<deposit_id> but;
    for (const auto& each : left_alone_) but.push_back(each.of);
    std::optional<deposit> taken;
    {
        auto tx = co_await pool_.begin(runtime::within(one_time));
        taken = co_await repository::lock_free(tx, but);
        const bool over = taken.has_value();
        if (!over) taken = co_await repository::lock_expiring(tx, but);
        if (!taken) co_return outcome::none;
        try {
            if (over) co_await set_free(tx, *taken);
            else co_await renew(tx, *taken, options_);
            co_await tx.commit();
            co_return outcome::done;
        } catch (const std::exception& e) {
            log::error("deposits.not_looked_after", "deposit", taken->id.value, "reason", jobs::cleaned(e.what()));
        }
    }
    failed_.add();
    if (left_alone_.size() == left_alone_max) left_alone_.erase(left_alone_.begin());
    left_alone_.push_back({taken->id, 0});
    co_return outcome::failed;
}

awaitable<std::int64_t> worker::run_once() {
    for (auto& each : left_alone_) ++each.rounds;
    std::erase_if(left_alone_, [](const failure& each) { return each.rounds > rounds_left_alone; });
    std::int64_t done = 0;
    for (std::int64_t i = 0; i < deposits_per_round; ++i) {
        const auto how = co_await look_at_one();
        if (how == outcome::none) break;
        done += how == outcome::done;
    }
    co_return done;
}

awaitable<void> worker::run(runtime::life& l) {
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
        } catch (const std::exception& e) {
            log::warning("deposits.round_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done == 0) co_await l.sleep(pause);
    }
}

}  // namespace gavel::deposits
