// `gavel backup base`: the whole cluster as PostgreSQL's own pg_basebackup copies it, sealed, to every place. With the log since then it
// can be taken to any moment (wal_archive.hpp).
#pragma once
#include "modules/backup/destinations.hpp"
#include "modules/backup/options.hpp"
#include "modules/backup/progress.hpp"
#include "modules/backup/wal_options.hpp"
#include "modules/backup/wal_records.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gavel::backup {

struct base_parts {
    const options& chosen;
    pg::pool& cluster;
    std::string cluster_url;  // the same, for pg_basebackup
    runtime::worker_pool& workers;
    progress& shown;
};

struct saved_base {
    base_record record;
    std::vector<destinations::place> places;  // those without a failure have it
};

// Visible only when it is whole, and the log that makes it consistent is archived. Throws refused (archiving is off), no_place_left,
// program_failed, pg::error, pg::unavailable.
awaitable<saved_base> save_base(base_parts with, const std::vector<std::unique_ptr<target>>& places);

// Believed ones, oldest first, of every cluster that keeps its log there. target_failure.
awaitable<std::vector<base_record>> list_bases(target& from, const std::vector<signer>& trusted);

// Removes base backups of `system` but the newest `keep`, what killed programs left of others, and the log before the oldest that stays.
// Without a base backup that is believed nothing is removed. The number of files.
awaitable<std::int64_t> prune_bases(target& at, const std::vector<signer>& trusted, std::string system, std::int64_t keep);

}  // namespace gavel::backup
