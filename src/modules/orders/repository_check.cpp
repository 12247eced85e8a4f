// SQL of the check: one statement, so it sees one moment.
#include "modules/orders/check.hpp"

namespace gavel::orders {

const pg::statement check_sql{"orders.check", R"sql(
    (select 'escrow_wrong' as rule, 'order ' || o.id || ' (' || o.state || '): ' || coalesce(b.balance, 0) || ' ' || o.currency
            || ' in escrow, the order says ' || x.due as what
       from orders o
      cross join lateral (select case when o.state in ('paid', 'shipped', 'received', 'disputed') then o.total - o.refunded else 0 end as due) x
       left join ledger_books b on b.name = 'escrow:order:' || o.id and b.currency = o.currency
      where coalesce(b.balance, 0) <> x.due order by o.id limit 100)
    union all
    (select 'order_unposted', 'order ' || o.id from orders o
      where o.state = 'completed' and o.refunded < o.total
        and not exists (select from ledger_transactions t where t.key = 'order:' || o.id || ':completed') order by o.id limit 100)
)sql"};

boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, check_sql);
    co_return ledger::read_findings(rows);
}

}  // namespace gavel::orders
