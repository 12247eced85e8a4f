// What PostgreSQL costs, per statement and in all, for /metrics.
#pragma once
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::pg {

// The same options with an observer that counts into `numbers`, which outlives the pool. One call per pool.
//   gavel_pg_statements_total{statement}, gavel_pg_statement_failures_total{statement}, gavel_pg_statement_seconds_total{statement},
//   gavel_pg_statement_seconds (histogram over all)
pool_options counted(pool_options options, metrics::registry& numbers);

}  // namespace gavel::pg
