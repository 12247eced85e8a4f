#include "modules/backup/repository_standby.hpp"

namespace gavel::backup::repository {

const pg::statement read_server_sql{"backup.read_server", R"sql(
    select system_identifier::text as system, current_database()::text as database, pg_postmaster_start_time() as started,
           pg_is_in_recovery() as is_standby
      from pg_control_system()
)sql"};
awaitable<server> read_server(pg::pool& pool, pg::deadline until) {
    const auto r = co_await pool.one(until, read_server_sql);
    server found;
    found.system = r->get<std::string>("system");
    found.database = r->get<std::string>("database");
    found.started = r->get<instant>("started");
    found.is_standby = r->get<bool>("is_standby");
    co_return found;
}

const pg::statement written_position_sql{"backup.written_position", "select pg_current_wal_flush_lsn()::text as position"};
awaitable<std::string> written_position(pg::pool& primary, pg::deadline until) {
    const auto r = co_await primary.one(until, written_position_sql);
    co_return r->get<std::string>("position");
}

// A standby that was promoted meanwhile does not say whether its replay is paused.
const pg::statement read_replay_sql{"backup.read_replay", R"sql(
    select pg_wal_lsn_diff($1::text::pg_lsn, coalesce(pg_last_wal_replay_lsn(), '0/0'))::bigint as missing_bytes,
           case when pg_is_in_recovery() then pg_is_wal_replay_paused() else false end as paused
)sql"};
awaitable<replay> read_replay(pg::pool& standby, pg::deadline until, std::string position) {
    const auto r = co_await standby.one(until, read_replay_sql, position);
    replay found;
    found.missing_bytes = r->get<std::int64_t>("missing_bytes");
    found.paused = r->get<bool>("paused");
    co_return found;
}

}  // namespace gavel::backup::repository
