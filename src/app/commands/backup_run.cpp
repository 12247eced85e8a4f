// `gavel backup run`. Exit codes: 0 every place has the backup; 1 one of them has it not, or none; said in sentences.
#include "app/commands/backup_places.hpp"
#include "app/commands/backup_work.hpp"
#include "app/commands/commands.hpp"

#include "modules/backup/pruning.hpp"
#include "modules/backup/saving.hpp"
#include "platform/config/print.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace gavel::app {
namespace {

using boost::asio::awaitable;

std::string configuration_of(options& chosen) {
    config::table table;
    chosen.declare(table);
    return config::print(table);
}

awaitable<void> prune_one(backup_work& with, pg::pool& records, backup::target& at) {
    const auto done = co_await backup::prune(records, at, with.chosen.backups, false);
    for (const auto& id : done.backups) fmt::print("Removed the outdated backup {} from {}.\n", id, at.description());
    if (!done.not_touched.empty()) fmt::print(stderr, "{}: {}\n", at.description(), done.not_touched);
}

awaitable<int> save(backup_work& with) {
    const auto places = with.open_places();
    const auto records = with.open_database(with.owner_url());
    const auto source = with.open_database(with.source_url());
    const auto store = with.chosen.backups.media ? with.open_store() : nullptr;
    backup::progress shown(stderr);
    backup::saving_parts parts{
        with.chosen.backups,          *records, *source, with.source_url(), store.get(), with.workers, shown, GAVEL_VERSION,
        configuration_of(with.chosen)};
    const auto done = co_await backup::save(std::move(parts), places);
    bool everywhere = say_where(done.id, done.places, "");
    if (done.missing_objects > 0)
        fmt::print(stderr, "{} photos or documents are not in the store and so not in the backup: `gavel media check` names them.\n",
                   done.missing_objects);
    if (with.chosen.backups.prune) {
        pruning_of_one prune = [&](backup::target& at) { return prune_one(with, *records, at); };
        const bool pruned = co_await prune_places(done.places, std::move(prune));
        everywhere = everywhere && pruned;
    }
    co_return everywhere ? 0 : 1;
}

}  // namespace

int run_backup(const std::string& config_file) {
    backup_work with(config_file);
    return with.run([&with] { return save(with); });
}

}  // namespace gavel::app
