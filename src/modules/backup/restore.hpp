// The way back: one backup into an empty database and a store. The objects come first and the database last and at once, so that a database
// that has content is one that was restored whole; whoever was interrupted begins again.
#pragma once
#include "modules/backup/facts.hpp"
#include "modules/backup/progress.hpp"
#include "modules/backup/shelf.hpp"
#include "platform/pg/pool.hpp"
#include "platform/storage/store.hpp"

#include <string>
#include <vector>

namespace gavel::backup {

struct restore_parts {
    target& from;
    const manifest& what;
    const recovery_key& with;
    std::string database_url;  // as the owner of the schema to be
    pg::pool& database;        // the same
    storage::store* store;     // null: objects are read and proven, and kept nowhere
    runtime::worker_pool& workers;
    progress& shown;
};

struct restored {
    facts saved;
    std::int64_t objects = 0;
    std::vector<std::string> differences;  // between the database now and what was saved
};

// Throws damaged, not_for_us, target_failure, program_failed, refused (the database is not empty).
awaitable<restored> restore(restore_parts with);

}  // namespace gavel::backup
