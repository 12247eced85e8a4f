// One's own lists: lots, watched lots, lots one has bid on.
#include "modules/catalogue/card_row.hpp"
#include "modules/catalogue/repository.hpp"

#include <limits>

namespace gavel::catalogue::repository {
namespace {

// $2: one state or null; 'ended' stands for every way to end, 'running' also for a clock that stands.
const pg::statement lots_of_sql{"catalogue.lots_of", "select " GAVEL_CARD_COLUMNS ", " GAVEL_MICROSECONDS("l.updated_at") R"sql( as sort_key
      from lots l left join standings s on s.lot_id = l.id
     where l.seller_id = $1
       and ($2::text is null or coalesce(s.state, 'draft') = $2 or ($2 = 'running' and s.state = 'frozen')
            or ($2 = 'ended' and s.state in ('ended_sold', 'ended_unsold', 'cancelled')))
       and (l.updated_at, l.id) < ($3, $4::bigint)
     order by l.updated_at desc, l.id desc limit $5
)sql"};

// Open lots by their end; after them the ended ones, the latest first. One ascending key says both.
#define GAVEL_WATCH_ORDER                                                                                                    \
    "case when s.closed_at is null then " GAVEL_MICROSECONDS("s.ends_at") " else 4000000000000000000 - " GAVEL_MICROSECONDS( \
        "s.ends_at") " end"
const pg::statement watched_by_sql{"catalogue.watched_by",
                                   "select * from (select " GAVEL_CARD_COLUMNS ", " GAVEL_WATCH_ORDER R"sql( as sort_key
      from watches w
      join lots l on l.id = w.lot_id and l.state = 'published'
      join standings s on s.lot_id = l.id
     where w.account_id = $1) watched
     where (sort_key, id) > ($2::bigint, $3::bigint)
     order by sort_key, id limit $4
)sql"};

// The relation is bidding's rule relation_of(), said in SQL so that a page costs one statement.
const pg::statement bids_of_sql{"catalogue.bids_of", R"sql(
    select * from (
        select p.max_amount, p.last_bid_at,
               case when s.state in ('running', 'frozen') and s.leader_id = p.bidder_id then 'leading'
                    when s.state in ('running', 'frozen') then 'outbid'
                    when s.state = 'ended_sold' and s.leader_id = p.bidder_id then 'won'
                    else 'lost' end as relation, )sql" GAVEL_CARD_COLUMNS ", " GAVEL_MICROSECONDS("p.last_bid_at") R"sql( as sort_key
          from participants p
          join standings s on s.lot_id = p.lot_id
          join lots l on l.id = p.lot_id
         where p.bidder_id = $1 and p.max_amount is not null and (p.last_bid_at, p.lot_id) < ($3, $4::bigint)) mine
     where $2::text is null or relation = $2
     order by last_bid_at desc, id desc limit $5
)sql"};

constexpr position latest{moment_max_us, std::numeric_limits<std::int64_t>::max()};

}  // namespace

awaitable<card_page<lot_card>> lots_of(pg::pool& pool, pg::deadline until, account_id seller, own_query q) {
    const auto from = q.after.value_or(latest);
    const auto rows = co_await pool.query(until, lots_of_sql, seller, q.only, moment_of(from), from.lot, q.limit + 1);
    co_return read_page(rows, q.limit);
}

awaitable<card_page<lot_card>> watched_by(pg::pool& pool, pg::deadline until, account_id account, own_query q) {
    const auto from = q.after.value_or(position{});
    const auto rows = co_await pool.query(until, watched_by_sql, account, from.key, from.lot, q.limit + 1);
    co_return read_page(rows, q.limit);
}

awaitable<card_page<bid_card>> bids_of(pg::pool& pool, pg::deadline until, account_id bidder, own_query q) {
    const auto from = q.after.value_or(latest);
    const auto rows = co_await pool.query(until, bids_of_sql, bidder, q.only, moment_of(from), from.lot, q.limit + 1);
    std::vector<bid_card> cards;
    for (const auto row : rows) {
        bid_card card;
        card.lot = read_card(row);
        card.relation = row.get<std::string>("relation");
        card.max = money{row.get<std::int64_t>("max_amount"), card.lot.start_price.value().currency};
        card.last_bid_at = row.get<instant>("last_bid_at");
        cards.push_back(std::move(card));
    }
    co_return cut_page(std::move(cards), q.limit, [](const bid_card& card) -> const lot_card& { return card.lot; });
}

}  // namespace gavel::catalogue::repository
