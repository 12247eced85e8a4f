#include "modules/orders/repository_sales.hpp"

namespace gavel::orders::repository {

const pg::statement lock_lot_sql{"orders.lock_lot", "select pg_advisory_xact_lock(hashtextextended('orders.lot', $1))::text as locked"};
const pg::statement sale_sql{"orders.sale", R"sql(
    select s.lot_id, s.seller_id, s.leader_id, s.price, s.currency, s.closed_at, s.state = 'ended_sold' as sold, clock_timestamp() as now,
           exists (select from order_lines l where l.lot_id = s.lot_id) as has_order
      from standings s where s.lot_id = $1 and (s.state = 'ended_sold' or s.unsold_reason = 'reserve_not_met')
)sql"};
void lock_lot(pg::transaction& tx, lot_id lot) { tx.post(lock_lot_sql, lot); }
awaitable<std::optional<sale>> lock_sale(pg::transaction& tx, lot_id lot) {
    lock_lot(tx, lot);
    const auto row = co_await tx.one(sale_sql, lot);
    if (!row) co_return std::nullopt;
    sale s;
    s.lot = row->get<lot_id>("lot_id");
    s.seller = row->get<account_id>("seller_id");
    s.buyer = row->get<account_id>("leader_id");
    s.price.amount = row->get<std::int64_t>("price");
    s.price.currency = currency::parse(row->text("currency")).value();
    s.closed_at = row->get<instant>("closed_at");
    s.now = row->get<instant>("now");
    s.sold = row->get<bool>("sold");
    s.has_order = row->get<bool>("has_order");
    co_return s;
}

const pg::statement seller_of_sql{"orders.seller_of", "select seller_id from standings where lot_id = $1"};
awaitable<std::optional<account_id>> seller_of(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(seller_of_sql, lot);
    if (!row) co_return std::nullopt;
    co_return row->get<account_id>("seller_id");
}

const pg::statement newest_order_of_sql{"orders.newest_of_lot", "select max(order_id) as id from order_lines where lot_id = $1"};
awaitable<std::optional<order_id>> newest_order_of(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(newest_order_of_sql, lot);
    co_return row->get<std::optional<order_id>>("id");
}

const pg::statement listed_again_as_sql{"orders.listed_again_as",
                                        "select l.id from lots l join standings s on s.lot_id = l.id where l.relist_of = $1 limit 1"};
awaitable<std::optional<lot_id>> listed_again_as(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(listed_again_as_sql, lot);
    if (!row) co_return std::nullopt;
    co_return row->get<lot_id>("id");
}

const pg::statement listing_before_sql{"orders.listing_before", "select relist_of from lots where id = $1"};
awaitable<std::optional<lot_id>> listing_before(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(listing_before_sql, lot);
    if (!row) co_return std::nullopt;
    co_return row->get<std::optional<lot_id>>("relist_of");
}

const pg::statement sold_without_order_sql{"orders.sold_without_order", R"sql(
    select s.lot_id from standings s
     where s.state = 'ended_sold' and s.closed_at > greatest(statement_timestamp() - interval '7 days', (select since from order_epoch))
       and s.closed_at < statement_timestamp() - interval '1 minute'
       and not exists (select from order_lines l where l.lot_id = s.lot_id)
     order by s.closed_at limit $1
)sql"};
awaitable<std::vector<lot_id>> sold_without_order(pg::pool& pool, pg::deadline until, std::int64_t most) {
    const auto rows = co_await pool.query(until, sold_without_order_sql, most);
    std::vector<lot_id> all;
    for (const auto row : rows) all.push_back(row.get<lot_id>("lot_id"));
    co_return all;
}

const pg::statement next_runner_up_sql{"orders.next_runner_up", R"sql(
    select p.lot_id, p.bidder_id, p.number::bigint as number, p.max_amount
      from participants p join standings s on s.lot_id = p.lot_id join accounts a on a.id = p.bidder_id
     where p.lot_id = $1 and p.max_amount is not null and s.sold_by is distinct from 'buy_now'
       and (s.state <> 'ended_sold' or p.bidder_id <> s.leader_id)
       and (not $2 or p.max_amount >= coalesce(s.reserve_amount, 0)) and a.suspended_at is null and a.closed_at is null
       and not exists (select from order_lines l join orders o on o.id = l.order_id where l.lot_id = p.lot_id and o.buyer_id = p.bidder_id)
       and not exists (select from seller_blocks b where b.seller_id = s.seller_id and b.bidder_id = p.bidder_id)
     order by p.max_amount desc, p.max_seq limit 1
)sql"};
awaitable<std::optional<runner_up>> next_runner_up(pg::transaction& tx, lot_id lot, bool not_below_reserve) {
    const auto row = co_await tx.one(next_runner_up_sql, lot, not_below_reserve);
    if (!row) co_return std::nullopt;
    runner_up r;
    r.lot = row->get<lot_id>("lot_id");
    r.bidder = row->get<account_id>("bidder_id");
    r.number = row->get<std::int64_t>("number");
    r.max = row->get<std::int64_t>("max_amount");
    co_return r;
}

const pg::statement has_live_order_sql{"orders.has_live_order",
                                       "select exists (select from order_lines where lot_id = $1 and holds_lot) as live"};
awaitable<bool> has_live_order(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(has_live_order_sql, lot);
    co_return row->get<bool>("live");
}

const pg::statement offered_by_queue_sql{
    "orders.offered_by_queue",
    "select count(*) as offered from order_lines l join orders o on o.id = l.order_id where l.lot_id = $1 and o.automatic"};
awaitable<std::int64_t> offered_by_queue(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(offered_by_queue_sql, lot);
    co_return row->get<std::int64_t>("offered");
}

const pg::statement add_strike_sql{"orders.add_strike",
                                   "insert into order_strikes (order_id, account_id) values ($1, $2) on conflict (order_id) do nothing"};
awaitable<std::int64_t> add_strike(pg::transaction& tx, const order& o, std::int64_t counting_days) {
    tx.post(add_strike_sql, o.id, o.buyer);
    co_return co_await strikes_of(tx, o.buyer, counting_days);
}

const pg::statement strikes_sql{
    "orders.strikes",
    "select count(*) as strikes from order_strikes where account_id = $1 and at > statement_timestamp() - make_interval(days => $2::int)"};
awaitable<std::int64_t> strikes_of(pg::transaction& tx, account_id who, std::int64_t counting_days) {
    const auto row = co_await tx.one(strikes_sql, who, counting_days);
    co_return row->get<std::int64_t>("strikes");
}

const pg::statement suspend_until_sql{
    "orders.suspend_until",
    "update order_strikes set suspended_until = clock_timestamp() + make_interval(days => $2::int) where order_id = $1"};
void suspend_until(pg::transaction& tx, order_id for_order, std::int64_t days) { tx.post(suspend_until_sql, for_order, days); }

const pg::statement end_suspensions_sql{"orders.end_suspensions", R"sql(
    with over as (
        select order_id, account_id, at from order_strikes where suspended_until <= statement_timestamp() order by suspended_until limit 100
           for update skip locked
    ), ended as (update order_strikes s set suspended_until = null from over where s.order_id = over.order_id)
    -- What a moderator has decided since is not ours to end.
    select distinct over.account_id from over join accounts a on a.id = over.account_id
     where a.suspended_at between over.at and over.at + interval '1 minute'
)sql"};
awaitable<std::vector<account_id>> end_suspensions(pg::transaction& tx) {
    const auto rows = co_await tx.query(end_suspensions_sql);
    std::vector<account_id> all;
    for (const auto row : rows) all.push_back(row.get<account_id>("account_id"));
    co_return all;
}

}  // namespace gavel::orders::repository
