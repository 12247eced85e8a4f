// Public history, standings for the live stream, how an account stands to lots.
#include "modules/bidding/repository.hpp"
#include "modules/bidding/standing_row.hpp"

namespace gavel::bidding::repository {

namespace {

const pg::statement standings_of_sql{"bidding.standings_of",
                                     "select " GAVEL_STANDING_COLUMNS " from standings s where s.lot_id = any ($1) order by s.lot_id"};

const pg::statement newer_than_sql{"bidding.newer_than", "select " GAVEL_STANDING_COLUMNS R"sql(
      from unnest($1::bigint[], $2::bigint[]) as known (lot_id, version)
      join standings s on s.lot_id = known.lot_id
     where s.version > known.version
)sql"};

std::vector<standing> read_all(const pg::rows& found) {
    std::vector<standing> all;
    all.reserve(found.size());
    for (const auto r : found) all.push_back(read_standing(r));
    return all;
}

// One row without n if the lot exists but has no (further) steps. One more than the page, to know whether it goes on.
const pg::statement history_sql{"bidding.history", R"sql(
    select s.currency, step.n, p.number, step.amount, step.automatic, step.reason, step.at
      from standings s
      left join (select * from price_steps where lot_id = $1 and n < $2 order by n desc limit $3 + 1) step on true
      left join participants p on p.lot_id = step.lot_id and p.bidder_id = step.bidder_id
     where s.lot_id = $1
     order by step.n desc
)sql"};

history_step read_step(const pg::row& r) {
    history_step step;
    step.n = r.get<std::int64_t>("n");
    step.bidder = r.get<std::int64_t>("number");
    step.amount.amount = r.get<std::int64_t>("amount");
    step.amount.currency = currency::parse(r.text("currency")).value();
    step.automatic = r.get<bool>("automatic");
    step.reason = r.get<std::string>("reason");
    step.at = r.get<instant>("at");
    return step;
}

// The rule is relation_of() in rules.cpp; here it is said in SQL so that a hundred cards cost one statement.
const pg::statement relations_sql{"bidding.relations", R"sql(
    select s.lot_id, s.seller_id = $1 as is_seller,
           exists (select from watches w where w.account_id = $1 and w.lot_id = s.lot_id) as watching,
           case when p.bidder_id is null then 'none'
                when s.state = 'running' and s.leader_id = $1 then 'leading'
                when s.state = 'running' then 'outbid'
                when s.state = 'ended_sold' and s.leader_id = $1 then 'won'
                else 'lost' end as relation,
           s.currency, p.max_amount, p.number
      from standings s
      left join participants p on p.lot_id = s.lot_id and p.bidder_id = $1
     where s.lot_id = any ($2)
     order by s.lot_id
)sql"};

lot_relation read_relation(const pg::row& r) {
    lot_relation found;
    found.lot = r.get<lot_id>("lot_id");
    found.is_seller = r.get<bool>("is_seller");
    found.watching = r.get<bool>("watching");
    const auto name = r.text("relation");
    for (std::size_t i = 0; i < relation_names.size(); ++i)
        if (relation_names[i] == name) found.relation = static_cast<relation>(i);
    if (!r.is_null("max_amount")) {
        found.max = money{r.get<std::int64_t>("max_amount"), currency::parse(r.text("currency")).value()};
        found.bidder = r.get<std::int64_t>("number");
    }
    return found;
}

}  // namespace

awaitable<std::vector<standing>> standings_of(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots) {
    const auto found = co_await pool.query(until, standings_of_sql, lots);
    co_return read_all(found);
}

awaitable<std::vector<standing>> newer_than(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots,
                                            std::vector<std::int64_t> versions) {
    const auto found = co_await pool.query(until, newer_than_sql, lots, versions);
    co_return read_all(found);
}

awaitable<std::optional<history_page>> history(pg::pool& pool, pg::deadline until, lot_id lot, std::int64_t before, std::int64_t limit) {
    const auto found = co_await pool.query(until, history_sql, lot, before, limit);
    if (found.empty()) co_return std::nullopt;
    history_page page;
    for (const auto r : found)
        if (!r.is_null("n")) page.items.push_back(read_step(r));
    if (static_cast<std::int64_t>(page.items.size()) > limit) {
        page.items.pop_back();
        page.next = page.items.back().n;
    }
    co_return page;
}

awaitable<std::vector<lot_relation>> relations(pg::pool& pool, pg::deadline until, account_id who, std::vector<lot_id> lots) {
    const auto found = co_await pool.query(until, relations_sql, who, lots);
    std::vector<lot_relation> all;
    for (const auto r : found) all.push_back(read_relation(r));
    co_return all;
}

}  // namespace gavel::bidding::repository
