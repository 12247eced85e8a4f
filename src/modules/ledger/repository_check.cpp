// SQL of the check: one statement, so it sees one moment.
#include "modules/ledger/check.hpp"

namespace gavel::ledger {

const pg::statement check_sql{"ledger.check", R"sql(
    with sums as (
        select book, currency, sum(amount) as balance, count(*) as entries from ledger_entries group by book, currency
    ), chain as (
        select book, currency, seq, amount, balance_after,
               lag(seq, 1, 0::bigint) over w as seq_before, lag(balance_after, 1, 0::bigint) over w as balance_before
          from ledger_entries window w as (partition by book, currency order by seq)
    ), held as (
        select book, currency, sum(amount) as reserved from ledger_holds where state = 'active' group by book, currency
    ), served as (  -- while nobody served nobody swept: a backup's holds are not overdue by its age
        select least(beat_at, clock_timestamp()) as until from service_pulse
    ), posted as (
        select transaction_id, count(*) as lines, sum(amount) as total from ledger_entries group by transaction_id
    )
    (select 'currency_unbalanced' as rule, currency || ': all balances sum to ' || sum(balance) as what
       from ledger_books group by currency having sum(balance) <> 0 limit 100)
    union all
    (select 'balance_wrong', b.name || ' ' || b.currency || ': ' || b.balance || ' by ' || b.entries || ' entries, these say '
            || coalesce(s.balance, 0) || ' by ' || coalesce(s.entries, 0)
       from ledger_books b left join sums s on s.book = b.name and s.currency = b.currency
      where b.balance <> coalesce(s.balance, 0) or b.entries <> coalesce(s.entries, 0) order by b.name limit 100)
    union all
    (select 'chain_broken', book || ' ' || currency || ': entry ' || seq || ' after ' || seq_before || ': ' || balance_before || ' and '
            || amount || ' make ' || balance_after
       from chain where seq <> seq_before + 1 or balance_after <> balance_before + amount order by book, seq limit 100)
    union all
    (select 'reserved_wrong', b.name || ' ' || b.currency || ': ' || b.reserved || ', active holds say ' || coalesce(h.reserved, 0)
       from ledger_books b left join held h on h.book = b.name and h.currency = b.currency
      where b.reserved <> coalesce(h.reserved, 0) order by b.name limit 100)
    union all
    (select 'transaction_unbalanced', t.id || ' (' || t.key || '): ' || coalesce(p.lines, 0) || ' lines of ' || t.lines || ', sum '
            || coalesce(p.total, 0)
       from ledger_transactions t left join posted p on p.transaction_id = t.id
      where coalesce(p.total, 0) <> 0 or coalesce(p.lines, 0) <> t.lines order by t.id limit 100)
    union all
    (select 'short', name || ' ' || currency || ': ' || balance || ', reserved ' || reserved
       from ledger_books where kind in ('wallet', 'escrow') and balance < reserved order by name limit 100)
    union all
    (select 'hold_overdue', id || ' of ' || book || ' (' || subject || ') since ' || expires_at
       from ledger_holds, served where state = 'active' and expires_at < served.until - interval '1 hour' order by expires_at limit 100)
    union all
    (select 'payout_unposted', p.id::text from ledger_payouts p
      where not exists (select from ledger_transactions t where t.key = 'payout:' || p.id) order by p.id limit 100)
    union all
    select 'size', (select count(*) from ledger_books) || ' ' || (select count(*) from ledger_transactions)
)sql"};

std::vector<finding> read_findings(const pg::rows& all) {
    std::vector<finding> found;
    for (const auto r : all) found.push_back({r.get<std::string>("rule"), r.get<std::string>("what")});
    return found;
}

awaitable<check_report> check(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, check_sql);
    check_report report;
    report.findings = read_findings(rows);
    const auto size = std::move(report.findings.back().what);  // the last row, always there
    report.findings.pop_back();
    const auto space = size.find(' ');
    report.books = std::stoll(size.substr(0, space));
    report.transactions = std::stoll(size.substr(space + 1));
    co_return report;
}

}  // namespace gavel::ledger
