// The SQL of backups: what was saved and proven, which object lies in which pack, and the turn of whoever works on backups.
#pragma once
#include "base/time.hpp"
#include "modules/backup/manifest.hpp"
#include "modules/backup/pack.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup::repository {

using boost::asio::awaitable;

// Held until the transaction ends. False: one runs.
awaitable<bool> keep_migrations_out(pg::transaction& tx);  // and be kept out by one
awaitable<void> still_there(pg::transaction& tx);          // throws if the connection, and the turn with it, was lost

// Begins a transaction that sees one state of the database, and names it for others (pg_dump --snapshot).
awaitable<std::string> share_snapshot(pg::transaction& tx);
awaitable<std::map<std::string, std::int64_t>> count_rows(pg::transaction& tx);
awaitable<std::int64_t> newest_migration(pg::transaction& tx);
awaitable<std::int64_t> database_bytes(pg::transaction& tx);

// Tables, views, sequences: none in a database that can be restored into.
awaitable<std::int64_t> count_relations(pg::pool& pool, pg::deadline until);
awaitable<void> analyse(pg::pool& pool, pg::deadline until);  // statistics for the planner, which no dump carries

// Those of `keys` that lie in one of `packs` for these readers, with the pack.
awaitable<std::vector<packed_object>> find_packed(pg::pool& pool, pg::deadline until, std::vector<std::string> keys, std::string sealed_for,
                                                  std::vector<std::string> packs);
awaitable<void> note_pack(pg::pool& pool, pg::deadline until, part pack, std::string sealed_for, std::vector<packed_object> objects);
awaitable<std::vector<part>> find_packs(pg::pool& pool, pg::deadline until);
awaitable<void> forget_packs(pg::pool& pool, pg::deadline until, std::vector<std::string> packs);

}  // namespace gavel::backup::repository
