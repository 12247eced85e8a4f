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
constexpr auto round_time = 30s;

// The money is never free in between: both happen in one transaction that holds the wallet.
awaitable<void> renew(pg::transaction& tx, deposit d, const options& chosen) {
    const auto facts = co_await repository::read_lot(tx, d.lot, d.owner);
    const bool held = co_await ledger::void_hold(tx, d.hold.value());
    if (!held || !facts) co_return;
    const bool again = co_await hold_money(tx, d, hold_until(*facts, chosen));
    if (!again) throw std::logic_error("a hold that was void a moment ago cannot be made again");
}

}  // namespace

awaitable<std::int64_t> worker::run_once() {
    auto tx = co_await pool_.begin(runtime::within(round_time));
    const auto over = co_await repository::lock_free(tx, deposits_per_round);
    for (const auto& each : over) co_await set_free(tx, each);
    const auto expiring = co_await repository::lock_expiring(tx, deposits_per_round);
    for (const auto& each : expiring) co_await renew(tx, each, options_);
    co_await tx.commit();
    co_return std::ssize(over) + std::ssize(expiring);
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
