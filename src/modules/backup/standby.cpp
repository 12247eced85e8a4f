#include "modules/backup/standby.hpp"

#include "modules/backup/repository_standby.hpp"
#include "modules/backup/saving.hpp"

#include <fmt/format.h>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

constexpr auto answer_within = 1min;
constexpr auto look_again_after = 200ms;
constexpr double bytes_per_megabyte = 1e6;
constexpr std::string_view accepted =
    "backup.database_url takes the primary itself or a streaming standby of it, with the same database; empty: the primary";

// Throws refused unless `source` is the primary or can become as new.
void require_same(const repository::server& primary, const repository::server& source) {
    if (primary.is_standby) throw refused("migrate.url (or pg.url) leads to a standby: backups are written down at the primary.");
    if (source.system != primary.system)
        throw refused(fmt::format("backup.database_url leads to another cluster: its system identifier is {}, that of the primary {}. {}.",
                                  source.system, primary.system, accepted));
    if (source.database != primary.database)
        throw refused(fmt::format("backup.database_url names the database {}, not {}. {}.", source.database, primary.database, accepted));
    if (!source.is_standby && source.started != primary.started)
        throw refused(fmt::format("backup.database_url leads to a server that was a standby and is none now. {}.", accepted));
}

}  // namespace

awaitable<void> catch_up(pg::pool& primary, pg::pool& source, std::chrono::seconds patience, progress& shown) {
    const auto original = co_await repository::read_server(primary, runtime::within(answer_within));
    const auto copy = co_await repository::read_server(source, runtime::within(answer_within));
    require_same(original, copy);
    if (!copy.is_standby) co_return;
    const auto position = co_await repository::written_position(primary, runtime::within(answer_within));
    const auto until = runtime::within(patience);
    shown.begin("waiting for the standby");
    for (;;) {
        const auto so_far = co_await repository::read_replay(source, runtime::within(answer_within), position);
        if (so_far.missing_bytes <= 0) co_return;
        if (runtime::left(until) <= 0ms)
            throw refused(
                fmt::format("The standby of backup.database_url is {:.1f} MB of log behind the primary{}; after {} s it is still "
                            "not as new as this backup is to be. See why, or leave backup.database_url empty.",
                            static_cast<double>(so_far.missing_bytes) / bytes_per_megabyte,
                            so_far.paused ? ", because its replay is paused (pg_wal_replay_resume() ends that)" : "", patience.count()));
        co_await runtime::sleep_until(runtime::within(look_again_after));
    }
}

bool is_recovery_conflict(std::string_view failure) { return failure.find("conflict with recovery") != std::string_view::npos; }

std::string recovery_conflict_advice(std::string_view failure) {
    return fmt::format(
        "The standby of backup.database_url ended the backup to go on replaying the log. Set hot_standby_feedback = on there and "
        "max_standby_streaming_delay longer than a backup takes (-1: no limit), then run it again. It said: {}",
        failure);
}

}  // namespace gavel::backup
