// SQL of what keeps an account from being closed.
#include "modules/bidding/farewell.hpp"
#include "modules/bidding/suspensions.hpp"

namespace gavel::bidding {

// Some lots of each kind are enough to show the way.
const pg::statement objections_sql{"bidding.objections_to_closing", R"sql(
    (select 'bids_stand' as code, s.lot_id from participants p join standings s on s.lot_id = p.lot_id
      where p.bidder_id = $1 and p.max_amount is not null and s.state in ('running', 'frozen') order by s.ends_at limit 10)
    union all
    (select 'lots_open', lot_id from standings where seller_id = $1 and state in ('scheduled', 'running', 'frozen') order by ends_at limit 10)
    union all
    (select 'sales_unsettled', lot_id from standings
      where seller_id = $1 and state = 'ended_sold' and closed_at > clock_timestamp() - interval '14 days' order by closed_at limit 10)
    union all
    (select 'sales_unsettled', s.lot_id from participants p join standings s on s.lot_id = p.lot_id
      where p.bidder_id = $1 and s.leader_id = $1 and s.state = 'ended_sold' and s.closed_at > clock_timestamp() - interval '14 days'
      order by s.closed_at limit 10)
)sql"};
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom) {
    const auto rows = co_await tx.query(objections_sql, whom);
    std::vector<accounts::objection> all;
    for (const auto row : rows) {
        const std::string code(row.text("code"));
        if (all.empty() || all.back().code != code) all.push_back({code, {}});
        all.back().lots.push_back(row.get<lot_id>("lot_id"));
    }
    co_return all;
}

const pg::statement end_blocks_sql{"bidding.end_blocks_of", "delete from seller_blocks where seller_id = $1"};
boost::asio::awaitable<void> erase(pg::transaction& tx, account_id whom) {
    tx.post(end_blocks_sql, whom);
    cancel_late_bids(tx, whom);
    co_return;
}

}  // namespace gavel::bidding
