#include "modules/notifications/reminders.hpp"

#include "modules/news/event.hpp"
#include "modules/notifications/repository_reminders.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::notifications {
namespace {

using namespace std::chrono_literals;

constexpr auto look_pause = 20s;
constexpr auto look_time = 30s;

}  // namespace

awaitable<std::int64_t> reminders::run_once() {
    auto tx = co_await pool_.begin(runtime::within(look_time));
    const auto lots = co_await claim_reminders(tx, options_.ending_soon_minutes, lots_per_round);
    if (!lots.empty()) {
        const auto events = co_await who_waits(tx, lots);
        news::tell(tx, events);
    }
    co_await tx.commit();
    co_return std::ssize(lots);
}

awaitable<void> reminders::run(runtime::life& l) {
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
        } catch (const std::exception& e) {
            log::warning("notifications.reminders_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done < lots_per_round) co_await l.sleep(look_pause);
    }
}

}  // namespace gavel::notifications
