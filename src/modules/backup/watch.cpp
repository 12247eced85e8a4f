#include "modules/backup/watch.hpp"

#include "modules/backup/journal.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds look_every = 5min, look_within = 10s;

double seconds_of(const std::optional<instant>& t) { return t ? std::chrono::duration<double>(t->time_since_epoch()).count() : 0; }

bool is_late(const std::optional<instant>& last, std::chrono::hours after) { return !last || server_now() - *last > after; }

void warn(const char* event, bool late, const std::optional<instant>& last) {
    if (late) log::warning(event, "last", last ? format_instant(*last) : "never");
}

}  // namespace

watch::watch(pg::pool& records, const options& chosen, metrics::registry& m)
    : records_(records),
      options_(chosen),
      saved_(m.add_gauge("gavel_backup_saved_timestamp_seconds", "When the last good backup was finished; 0 for never")),
      proven_(m.add_gauge("gavel_backup_proven_timestamp_seconds", "When a backup was last proven by a drill; 0 for never")),
      save_late_(m.add_gauge("gavel_backup_late", "1 if that is longer ago than the settings allow", {{"what", "saved"}})),
      drill_late_(m.add_gauge("gavel_backup_late", "1 if that is longer ago than the settings allow", {{"what", "proven"}})) {}

boost::asio::awaitable<void> watch::look() {
    const auto last = co_await find_last_good(records_, runtime::within(look_within));
    saved_.set(seconds_of(last.saved));
    proven_.set(seconds_of(last.verified));
    const bool save_late = is_late(last.saved, std::chrono::hours(options_.late_after_hours));
    const bool drill_late = is_late(last.verified, std::chrono::hours(24 * options_.drill_late_after_days));
    save_late_.set(save_late ? 1 : 0);
    drill_late_.set(drill_late ? 1 : 0);
    warn("backup.late", save_late, last.saved);
    warn("backup.drill_late", drill_late, last.verified);
}

boost::asio::awaitable<void> watch::run(runtime::life& l) {
    while (!l.stopping()) {
        try {
            co_await look();
        } catch (const std::exception& e) {
            log::warning("backup.watch_failed", "why", e.what());
        }
        co_await l.sleep(look_every);
    }
}

}  // namespace gavel::backup
