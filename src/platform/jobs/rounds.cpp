#include "platform/jobs/rounds.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"
#include "platform/pg/error.hpp"

#include <exception>

namespace gavel::jobs {
namespace {

constexpr std::chrono::seconds pause_while_broken{3};

}  // namespace

awaitable<void> run_rounds(runtime::life& l, runtime::bell& own, std::string_view failed, look at) {
    l.on_stop(own.from_anywhere());
    while (!l.stopping()) {
        own.hush();
        std::chrono::steady_clock::duration pause = pause_while_broken;
        try {
            pause = co_await at();
        } catch (const pg::unavailable& e) {
            log::warning(failed, "reason", e.what());
        } catch (const std::exception& e) {
            log::error(failed, "reason", cleaned(e.what()));
        }
        if (l.stopping()) co_return;
        co_await own.wait(pause);
    }
}

}  // namespace gavel::jobs
