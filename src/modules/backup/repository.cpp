#include "modules/backup/repository.hpp"

#include "modules/backup/journal.hpp"

#include "platform/pg/migrator/migrator.hpp"

namespace gavel::backup::repository {
namespace {

const pg::statement share_turn_sql{"backup.share_turn", R"sql(
    select pg_try_advisory_xact_lock_shared($1) as taken, set_config('idle_in_transaction_session_timeout', '0', true)
)sql"};
const pg::statement still_there_sql{"backup.still_there", "select 1 as there"};
const pg::statement one_state_sql{"backup.one_state", "set transaction isolation level repeatable read read only"};
const pg::statement share_snapshot_sql{"backup.share_snapshot", R"sql(
    select pg_export_snapshot() as name, set_config('idle_in_transaction_session_timeout', '0', true)
)sql"};
const pg::statement count_rows_sql{"backup.count_rows", "select table_name, row_count from table_row_counts()"};
const pg::statement newest_migration_sql{"backup.newest_migration",
                                         "select coalesce(max(version), 0)::bigint as version from schema_migrations"};
const pg::statement database_bytes_sql{"backup.database_bytes", "select pg_database_size(current_database()) as bytes"};

}  // namespace

awaitable<bool> keep_migrations_out(pg::transaction& tx) {
    const auto row = co_await tx.one(share_turn_sql, pg::migration_lock_key);
    co_return row->get<bool>("taken");
}

awaitable<void> still_there(pg::transaction& tx) { co_await tx.one(still_there_sql); }

awaitable<std::string> share_snapshot(pg::transaction& tx) {
    co_await tx.exec(one_state_sql);
    const auto row = co_await tx.one(share_snapshot_sql);
    co_return row->get<std::string>("name");
}

awaitable<std::map<std::string, std::int64_t>> count_rows(pg::transaction& tx) {
    const auto rows = co_await tx.query(count_rows_sql);
    std::map<std::string, std::int64_t> counts;
    for (const auto row : rows) counts[row.get<std::string>("table_name")] = row.get<std::int64_t>("row_count");
    co_return counts;
}

awaitable<std::int64_t> newest_migration(pg::transaction& tx) {
    const auto row = co_await tx.one(newest_migration_sql);
    co_return row->get<std::int64_t>("version");
}

awaitable<std::int64_t> database_bytes(pg::transaction& tx) {
    const auto row = co_await tx.one(database_bytes_sql);
    co_return row->get<std::int64_t>("bytes");
}

const pg::statement count_relations_sql{"backup.count_relations", R"sql(
    select count(*) as relations from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
)sql"};
awaitable<std::int64_t> count_relations(pg::pool& pool, pg::deadline until) {
    const auto row = co_await pool.one(until, count_relations_sql);
    co_return row->get<std::int64_t>("relations");
}

const pg::statement analyse_sql{"backup.analyse", "analyze"};
awaitable<void> analyse(pg::pool& pool, pg::deadline until) { co_await pool.exec(until, analyse_sql); }

const pg::statement find_packed_sql{"backup.find_packed", R"sql(
    select distinct on (key) key, bytes, sha256, pack
      from backup_packed where key = any($1) and sealed_for = $2 and pack = any($3) order by key, pack
)sql"};
awaitable<std::vector<packed_object>> find_packed(pg::pool& pool, pg::deadline until, std::vector<std::string> keys, std::string sealed_for,
                                                  std::vector<std::string> packs) {
    const auto rows = co_await pool.query(until, find_packed_sql, keys, sealed_for, packs);
    std::vector<packed_object> found;
    for (const auto row : rows) {
        auto& o = found.emplace_back();
        o.key = row.get<std::string>("key");
        o.bytes = static_cast<std::uint64_t>(row.get<std::int64_t>("bytes"));
        o.sha256 = row.get<std::string>("sha256");
        o.pack = row.get<std::string>("pack");
    }
    co_return found;
}

const pg::statement note_pack_sql{"backup.note_pack", R"sql(
    with written as (insert into backup_packs (pack, bytes, sha256) values ($1, $2, $3))
    insert into backup_packed (key, sealed_for, pack, bytes, sha256)
    select o.key, $4, $1, o.bytes, o.sha256 from unnest($5::text[], $6::bigint[], $7::text[]) as o (key, bytes, sha256)
)sql"};
awaitable<void> note_pack(pg::pool& pool, pg::deadline until, part pack, std::string sealed_for, std::vector<packed_object> objects) {
    std::vector<std::string> keys, hashes;
    std::vector<std::int64_t> sizes;
    for (const auto& o : objects) {
        keys.push_back(o.key);
        hashes.push_back(o.sha256);
        sizes.push_back(static_cast<std::int64_t>(o.bytes));
    }
    co_await pool.exec(until, note_pack_sql, pack.name, static_cast<std::int64_t>(pack.bytes), pack.sha256, sealed_for, keys, sizes,
                       hashes);
}

const pg::statement find_packs_sql{"backup.find_packs", "select pack, bytes, sha256 from backup_packs order by pack"};
awaitable<std::vector<part>> find_packs(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, find_packs_sql);
    std::vector<part> all;
    for (const auto row : rows) {
        auto& p = all.emplace_back();
        p.name = row.get<std::string>("pack");
        p.bytes = static_cast<std::uint64_t>(row.get<std::int64_t>("bytes"));
        p.sha256 = row.get<std::string>("sha256");
    }
    co_return all;
}

const pg::statement forget_packs_sql{"backup.forget_packs", "delete from backup_packs where pack = any($1)"};
awaitable<void> forget_packs(pg::pool& pool, pg::deadline until, std::vector<std::string> packs) {
    co_await pool.exec(until, forget_packs_sql, packs);
}

}  // namespace gavel::backup::repository

namespace gavel::backup {

constexpr std::int64_t backup_lock_key = 0x67617662;  // "gavb"

const pg::statement take_turn_sql{"backup.take_turn", R"sql(
    select pg_try_advisory_xact_lock($1) as taken, set_config('idle_in_transaction_session_timeout', '0', true)
)sql"};
awaitable<bool> take_backup_turn(pg::transaction& tx) {
    const auto row = co_await tx.one(take_turn_sql, backup_lock_key);
    co_return row->get<bool>("taken");
}

const pg::statement note_run_sql{"backup.note_run", R"sql(
    insert into backup_runs (kind, target, place, backup, began_at, finished_at, bytes, failure)
    values ($1, $2, left($3, 300), $4, $5, greatest($5, clock_timestamp()), $6, left($7, 2000))
)sql"};
awaitable<void> note_run(pg::pool& pool, pg::deadline until, run r) {
    co_await pool.exec(until, note_run_sql, r.kind, r.target, r.place, r.backup, r.began, r.bytes, r.failure);
}

}  // namespace gavel::backup
