#include "modules/bidding/repository_bidders.hpp"

namespace gavel::bidding::repository {

namespace {

// One row without number if nobody has bid.
const pg::statement list_bidders_sql{"bidding.list_bidders", R"sql(
    select s.seller_id, p.number::bigint as number, p.bidder_id, a.display_name, p.max_amount is not null as stands,
           coalesce(p.bidder_id = s.leader_id, false) as leading, p.last_bid_at,
           (select count(*) from acts r
             where r.account_id = p.bidder_id and r.kind = 'retracted' and r.at > clock_timestamp() - interval '6 months') as retractions,
           b.bidder_id is not null as blocked, a.suspended_at is not null as suspended
      from standings s
      left join (select * from participants where lot_id = $1 order by last_bid_at desc, number limit $2) p on true
      left join accounts a on a.id = p.bidder_id
      left join seller_blocks b on b.seller_id = s.seller_id and b.bidder_id = p.bidder_id
     where s.lot_id = $1
     order by p.last_bid_at desc, p.number
)sql"};

lot_bidder read_bidder(const pg::row& r) {
    lot_bidder found;
    found.number = r.get<std::int64_t>("number");
    found.account = r.get<account_id>("bidder_id");
    found.name = r.get<std::string>("display_name");
    found.stands = r.get<bool>("stands");
    found.leading = r.get<bool>("leading");
    found.last_bid_at = r.get<instant>("last_bid_at");
    found.retractions = r.get<std::int64_t>("retractions");
    found.blocked = r.get<bool>("blocked");
    found.suspended = r.get<bool>("suspended");
    return found;
}

}  // namespace

boost::asio::awaitable<std::optional<bidder_list>> list_bidders(pg::pool& pool, pg::deadline until, lot_id lot, std::int64_t most) {
    const auto found = co_await pool.query(until, list_bidders_sql, lot, most);
    if (found.empty()) co_return std::nullopt;
    bidder_list list;
    list.seller = found.front().get<account_id>("seller_id");
    if (found.front().is_null("number")) co_return list;
    list.items.reserve(found.size());
    for (const auto r : found) list.items.push_back(read_bidder(r));
    co_return list;
}

}  // namespace gavel::bidding::repository
