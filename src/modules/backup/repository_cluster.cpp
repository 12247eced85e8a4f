#include "modules/backup/repository_cluster.hpp"

namespace gavel::backup::repository {
namespace {

const pg::statement read_cluster_sql{"backup.read_cluster", R"sql(
    select system_identifier::text as system, pg_walfile_name(pg_current_wal_insert_lsn()) as segment,
           current_setting('archive_mode') as archiving, clock_timestamp() as now
      from pg_control_system()
)sql"};

}  // namespace

boost::asio::awaitable<cluster> read_cluster(pg::pool& pool, pg::deadline until) {
    const auto r = co_await pool.one(until, read_cluster_sql);
    cluster found;
    found.system = r->get<std::string>("system");
    found.segment = r->get<std::string>("segment");
    found.archiving = r->get<std::string>("archiving");
    found.now = r->get<instant>("now");
    co_return found;
}

}  // namespace gavel::backup::repository
