#include "modules/ledger/worker.hpp"

#include "modules/ledger/repository.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::ledger {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 20s;
constexpr auto round_time = 30s;

}  // namespace

awaitable<std::int64_t> worker::run_once() {
    auto tx = co_await pool_.begin(runtime::within(round_time));
    const auto ended = co_await repository::expire(tx, wallets_per_round);
    co_await tx.commit();
    if (ended > 0) log::info("ledger.holds_expired", "holds", ended);
    co_return ended;
}

awaitable<void> worker::run(runtime::life& l) {
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
        } catch (const std::exception& e) {
            log::warning("ledger.sweep_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done == 0) co_await l.sleep(pause);
    }
}

}  // namespace gavel::ledger
