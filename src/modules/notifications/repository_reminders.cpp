#include "modules/notifications/repository_reminders.hpp"

namespace gavel::notifications {

// Running lots by their end are an index, which is read only as far as the hour goes because the clock is read once, in a query of its own;
// those told of already are left out by theirs. Another server that has just told of the same end
// is waited for, and then the condition of the update says no.
const pg::statement claim_reminders_sql{"notifications.claim_reminders", R"sql(
    with due as (
        select s.lot_id, s.ends_at from standings s left join lot_reminders r on r.lot_id = s.lot_id
         where s.state = 'running' and s.ends_at > (select clock_timestamp())
           and s.ends_at <= (select clock_timestamp() + make_interval(mins => $1::int))
           and s.ends_at > s.starts_at + make_interval(mins => $1::int)
           and (r.lot_id is null or r.for_end < s.ends_at - make_interval(mins => $1::int))
         order by s.ends_at limit $2
    )
    insert into lot_reminders as told (lot_id, for_end) select lot_id, ends_at from due order by lot_id
        on conflict (lot_id) do update set for_end = excluded.for_end, told_at = clock_timestamp()
         where told.for_end < excluded.for_end - make_interval(mins => $1::int)
    returning lot_id
)sql"};
awaitable<std::vector<lot_id>> claim_reminders(pg::transaction& tx, std::int64_t minutes, std::int64_t most) {
    const auto rows = co_await tx.query(claim_reminders_sql, minutes, most);
    std::vector<lot_id> lots;
    for (const auto row : rows) lots.push_back(row.get<lot_id>("lot_id"));
    co_return lots;
}

// The reminded end is what makes the event happen once, wherever the end goes meanwhile.
const pg::statement who_waits_sql{"notifications.who_waits", R"sql(
    select who.account_id, s.lot_id, extract(epoch from r.for_end)::bigint as seq, s.ends_at, coalesce(s.price, s.start_amount) as price, s.currency
      from standings s join lot_reminders r on r.lot_id = s.lot_id
      cross join lateral (
           select account_id from watches where lot_id = s.lot_id
           union
           select bidder_id from participants where lot_id = s.lot_id and max_amount is not null) as who
      join accounts a on a.id = who.account_id and a.suspended_at is null
     where s.lot_id = any ($1) and who.account_id <> s.seller_id and who.account_id is distinct from s.leader_id
)sql"};
awaitable<std::vector<news::event>> who_waits(pg::transaction& tx, const std::vector<lot_id>& lots) {
    const auto rows = co_await tx.query(who_waits_sql, lots);
    std::vector<news::event> all;
    all.reserve(rows.size());
    for (const auto row : rows) {
        news::event e;
        e.kind = news::kind::ending_soon;
        e.account = row.get<account_id>("account_id");
        e.lot = row.get<lot_id>("lot_id");
        e.seq = row.get<std::int64_t>("seq");
        e.ends_at = row.get<instant>("ends_at");
        e.price = money{row.get<std::int64_t>("price"), currency::parse(row.text("currency")).value_or(currency())};
        all.push_back(std::move(e));
    }
    co_return all;
}

const pg::statement is_worth_reminding_sql{"notifications.is_worth_reminding", R"sql(
    select exists (select from standings
                    where lot_id = $2 and state = 'running' and ends_at > clock_timestamp() and leader_id is distinct from $1) as worth
)sql"};
awaitable<bool> is_worth_reminding(pg::pool& pool, pg::deadline until, account_id account, lot_id lot) {
    const auto row = co_await pool.one(until, is_worth_reminding_sql, account, lot);
    co_return row->get<bool>("worth");
}

}  // namespace gavel::notifications
