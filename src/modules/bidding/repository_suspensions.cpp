#include "modules/bidding/repository_suspensions.hpp"

namespace gavel::bidding::repository {

using boost::asio::awaitable;

namespace {

const pg::statement lots_bid_on_sql{"bidding.lots_bid_on", R"sql(
    select p.lot_id, s.state <> 'frozen' and s.ends_at <= clock_timestamp() + make_interval(secs => $2::int) as freezes
      from participants p join standings s on s.lot_id = p.lot_id
     where p.bidder_id = $1 and p.max_amount is not null
       and (s.state = 'frozen' or s.state in ('scheduled', 'running') and s.ends_at > clock_timestamp())
     order by s.ends_at, p.lot_id limit $3
)sql"};

const pg::statement lots_bid_on_while_suspended_sql{"bidding.lots_bid_on_while_suspended", R"sql(
    select p.lot_id from participants p join standings s on s.lot_id = p.lot_id
     where p.bidder_id = $1 and p.lot_id > $2 and p.max_amount is not null and s.state in ('scheduled', 'running', 'frozen')
       and exists (select from accounts where id = $1 and suspended_at is not null)
     order by p.lot_id limit $3
)sql"};

}  // namespace

awaitable<std::vector<lot_bid_on>> lots_bid_on(pg::transaction& tx, account_id whom, std::int64_t last_s, std::int64_t most) {
    const auto found = co_await tx.query(lots_bid_on_sql, whom, last_s, most);
    std::vector<lot_bid_on> lots;
    for (const auto r : found) lots.push_back({r.get<lot_id>("lot_id"), r.get<bool>("freezes")});
    co_return lots;
}

awaitable<std::vector<lot_id>> lots_bid_on_while_suspended(pg::pool& pool, pg::deadline until, account_id whom, lot_id after,
                                                           std::int64_t most) {
    const auto found = co_await pool.query(until, lots_bid_on_while_suspended_sql, whom, after, most);
    std::vector<lot_id> lots;
    for (const auto r : found) lots.push_back(r.get<lot_id>("lot_id"));
    co_return lots;
}

}  // namespace gavel::bidding::repository
