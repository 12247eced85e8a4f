// `gavel restore`: a backup into an empty database and the store, brought to this release's schema and examined. Exit codes: 0 all is well;
// 1 it was not restored, or not all of it agrees; said in sentences.
#include "app/commands/backup_recovery.hpp"
#include "app/commands/commands.hpp"
#include "app/doctor.hpp"

#include "modules/backup/restore.hpp"
#include "modules/mail/oversight.hpp"
#include "modules/mail/postman.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

awaitable<bool> bring_back(backup_work& with, const restore_request& asked) {
    const auto keys = read_recovery(asked.key_file);
    const auto place = with.open_place(asked.from);
    const auto chosen = co_await choose_backup(*place, asked.id, keys.signers);
    fmt::print("{} of {}, made by release {}, from {}\n", chosen.id, format_instant(chosen.finished), chosen.release, place->description());
    const auto database = with.open_database(with.owner_url());
    const auto store = asked.without_media ? nullptr : with.open_store();
    backup::progress shown(stderr);
    backup::restore_parts parts{*place, chosen, keys.key, with.owner_url(), *database, store.get(), with.workers, shown};
    const auto done = co_await backup::restore(std::move(parts));
    fmt::print("Restored: {} tables, {} photos and documents{}, as they were at {}.\n", done.saved.rows.size(), done.objects,
               asked.without_media ? " (proven, not kept)" : "", done.saved.seen_at);
    for (const auto& each : done.differences) fmt::print("Differs from what was saved: {}\n", each);
    co_return done.differences.empty();
}

// What waited to leave when the backup was made may have left since: a person decides.
awaitable<int> hold_letters(backup_work& with) {
    const mail::postman carrier(with.chosen.mail);
    if (!carrier.open()) co_return 0;
    const auto database = with.open_database(with.owner_url());
    co_await mail::pause_all(*database, runtime::within(1min), carrier.settings().account_name());
    fmt::print("Letters are paused: what waited then may have arrived long ago. Look at `gavel mail status`, then `gavel mail resume`.\n");
    co_return 0;
}

awaitable<int> look(backup_work& with, bool without_media) {
    const auto database = with.open_database(with.owner_url());
    const auto store = without_media ? nullptr : with.open_store();
    const auto found = co_await examine(*database, store.get(), runtime::within(6h));
    for (const auto& each : found.checks) fmt::print("{}\n", to_text(each));
    co_return found.well() ? 0 : 1;
}

}  // namespace

int restore_backup(const std::string& config_file, const restore_request& asked) {
    bool same = false;
    {
        backup_work with(config_file);
        with.run([&]() -> awaitable<int> {
            same = co_await bring_back(with, asked);
            co_return 0;
        });
    }
    const int migrated = migrate(config_file);
    if (migrated != static_cast<int>(pg::migrate_outcome::done) && migrated != static_cast<int>(pg::migrate_outcome::unchanged)) return 1;
    {
        backup_work with(config_file);
        with.run([&with] { return hold_letters(with); });
    }
    backup_work with(config_file);
    const int well = with.run([&] { return look(with, asked.without_media); });
    if (same && well == 0) fmt::print("Everything agrees. `gavel serve` may start.\n");
    return same && well == 0 ? 0 : 1;
}

}  // namespace gavel::app
