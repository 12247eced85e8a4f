// `gavel backup run`: one state of the database and the objects it counts on, to every place, visible only when it is whole.
#pragma once
#include "modules/backup/destinations.hpp"
#include "modules/backup/options.hpp"
#include "modules/backup/progress.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/store.hpp"

#include <string>
#include <vector>

namespace gavel::backup {

// Not now, and why; nothing was saved.
struct refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct saving_parts {
    const options& chosen;
    pg::pool& records;       // of the primary, as the owner of the schema
    pg::pool& source;        // what is saved; may be a standby if backup.database_url is set
    std::string source_url;  // the same, for pg_dump
    storage::store* store;   // null: no media
    runtime::worker_pool& workers;
    progress& shown;
    std::string release, configuration;
};

struct saved {
    std::string id;
    std::int64_t objects = 0, missing_objects = 0;
    std::vector<destinations::place> places;  // those without a failure have it
};

// `places`: open_places() of the options. Throws refused, no_place_left, program_failed, pg::unavailable and the like; each attempt is
// written down in backup_runs for each place, also one that was refused.
awaitable<saved> save(saving_parts with, const std::vector<std::unique_ptr<target>>& places);

}  // namespace gavel::backup
