// SQL of the check: one statement, so it sees one moment.
#include "modules/services/check.hpp"

namespace gavel::services {

const pg::statement check_sql{"services.check", R"sql(
    with moved as (
        select t.key from ledger_transactions t where t.key ~ '^service:[0-9]+:(paid|refunded)$'
    ), said as (
        select 'service:' || id || ':paid' as key from service_purchases where paid_at is not null
        union all
        select 'service:' || id || ':refunded' from service_purchases where state = 'refunded'
    )
    (select 'purchase_unposted' as rule, key as what from said where key not in (select key from moved) order by key limit 100)
    union all
    (select 'purchase_unpaid', key from moved where key not in (select key from said) order by key limit 100)
)sql"};

boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, check_sql);
    co_return ledger::read_findings(rows);
}

}  // namespace gavel::services
