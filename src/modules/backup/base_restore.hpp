// `gavel restore --until`: a base backup as a data directory, and what PostgreSQL needs to be told to take it to a moment by the log.
#pragma once
#include "modules/backup/progress.hpp"
#include "modules/backup/target.hpp"
#include "modules/backup/wal_records.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::backup {

// The newest that was finished at `until` at the latest; without `until` the newest. Nothing if there is none.
const base_record* choose_base(const std::vector<base_record>& oldest_first, std::optional<instant> until);

struct base_restore_parts {
    target& from;
    const base_record& what;
    const recovery_key& with;
    std::string folder;  // empty, or not there yet
    runtime::worker_pool& workers;
    progress& shown;
};

// Unpacks with `tar`, as the user who runs this and who is to run PostgreSQL. Until it has returned no server starts on what is there.
// Throws refused (the folder is not empty), damaged, not_for_us, target_failure, program_failed, std::system_error.
awaitable<void> restore_base(base_restore_parts with);

// Lines for postgresql.auto.conf. `fetch_command`: words; %f and %p are added. Without `until`: to the end of the log. What was restored
// archives nothing, so that trying a restore out never writes into the archive of the original.
std::string recovery_settings(const std::vector<std::string>& fetch_command, std::optional<instant> until);

// Makes a server that starts on the folder recover first.
void arrange_recovery(const std::string& folder, const std::string& settings);

}  // namespace gavel::backup
