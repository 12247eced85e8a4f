// SQL of the check: one statement, so it sees one moment.
#include "modules/payments/check.hpp"

namespace gavel::payments {

const pg::statement check_sql{"payments.check", R"sql(
    with charges as (
        select t.key, e.currency, -e.amount as amount from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
         where t.key like 'payment:attempt:%:captured' and e.book like 'outside:%'
    ), attempts as (
        select 'payment:attempt:' || id || ':captured' as key, * from payment_attempts where captured > 0
    ), theirs as (
        select 'outside:' || provider as book, currency, sum(captured - refunded) as amount from attempts group by provider, currency
    ), ours as (
        select name as book, currency, -balance as amount from ledger_books
         where name in (select 'outside:' || provider from payment_attempts) and balance <> 0
    )
    (select 'attempt_unposted' as rule, 'attempt ' || a.id || ': charged ' || a.captured || ' ' || a.currency || ', the ledger has '
            || coalesce(c.amount::text, 'nothing') as what
       from attempts a left join charges c on c.key = a.key and c.currency = a.currency
      where c.amount is distinct from a.captured order by a.id limit 100)
    union all
    (select 'charge_unknown', c.key || ': ' || c.amount || ' ' || c.currency
       from charges c where not exists (select from attempts a where a.key = c.key) order by c.key limit 100)
    union all
    (select 'provider_differs', coalesce(t.book, o.book) || ' ' || coalesce(t.currency, o.currency) || ': attempts say '
            || coalesce(t.amount, 0) || ', the book ' || coalesce(o.amount, 0)
       from theirs t full join ours o on o.book = t.book and o.currency = t.currency
      where coalesce(t.amount, 0) <> coalesce(o.amount, 0) limit 100)
)sql"};

boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, check_sql);
    co_return ledger::read_findings(rows);
}

}  // namespace gavel::payments
