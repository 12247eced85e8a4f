#include "modules/outages/pulse.hpp"

#include "modules/outages/repository.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::outages {

namespace {

using namespace std::chrono_literals;

constexpr auto beat_within = 5s;
constexpr auto pause_after_failure = 1s;

}  // namespace

boost::asio::awaitable<bool> pulse::beat() {
    const auto done = co_await repository::beat(pool_, runtime::within(beat_within), options_.gap_s);
    if (done.found) {
        const auto lost = std::chrono::duration<double>(done.found->ended_at - done.found->began_at).count();
        instruments_.found.add();
        instruments_.seconds.add(lost);
        log::warning("outages.found", "began", format_instant(done.found->began_at), "seconds", static_cast<std::int64_t>(lost));
    }
    co_return done.unswept;
}

// Until nothing is left to sweep, or another process does it; it lets go of what it cannot finish.
boost::asio::awaitable<void> pulse::sweep(runtime::life& l) {
    for (bool more = true; more && !l.stopping();) {
        bool failed = false;
        try {
            more = co_await sweeper_.sweep_once();
        } catch (const std::exception& e) {
            failed = true;
            log::error("outages.sweep_failed", "error", e.what());
        }
        if (failed) co_await l.sleep(pause_after_failure);
    }
    sweeping_ = false;
}

boost::asio::awaitable<void> pulse::run(runtime::life& l, boost::asio::any_io_executor where) {
    while (!l.stopping()) {
        try {
            const bool unswept = co_await beat();
            beating_ = true;
            // Apart from the beats: they go on however long it takes.
            if (unswept && !sweeping_) {
                sweeping_ = true;
                l.spawn(where, "outages.sweep", [this, &l] { return sweep(l); });
            }
        } catch (const std::exception& e) {
            instruments_.missed.add();
            if (beating_) log::warning("outages.beat_missed", "error", e.what());
            beating_ = false;
        }
        co_await l.sleep(beat_interval);
    }
}

}  // namespace gavel::outages
