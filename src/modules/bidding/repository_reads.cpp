// Public history, standings for the live stream, how an account stands to lots.
#include "modules/bidding/repository.hpp"
#include "modules/bidding/standing_row.hpp"

#include <algorithm>

namespace gavel::bidding::repository {

namespace {

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

// One row without seq if the lot exists but has no (further) items. `recent` holds as many records as a page can show, and one more,
// because each of them shows something: it bounds what is read and sorted.
const pg::statement history_sql{"bidding.history", R"sql(
    with recent as materialized (
        (select seq, placed_at as at, null as kind, null::jsonb as content, null::timestamptz as ends_at,
                steps_before, step_bidders, step_amounts, step_reasons
           from bids
          where lot_id = $1 and seq <= $2 and step_bidders <> '{}'
          order by seq desc limit $4 + 2)
         union all
        (select seq, at, kind, content, case when kind in ('resumed', 'extended') then ends_at_after end,
                steps_before, step_bidders, step_amounts, step_reasons
           from acts
          where lot_id = $1 and seq <= $2
          order by seq desc limit $4 + 2)),
    item as (
        select r.seq, step.part, r.at, null as kind, null as reason, step.bidder, null::timestamptz as ends_at,
               r.steps_before + step.part as n, step.amount, step.reason as step_reason, v.bid_seq is not null as withdrawn
          from recent r
         cross join lateral unnest(r.step_bidders, r.step_amounts, r.step_reasons) with ordinality as step (bidder, amount, reason, part)
          left join bid_voids v on v.lot_id = $1 and v.bid_seq = r.seq
         union all
        select seq, 0, at, kind, content ->> 'reason', (content ->> 'bidder')::integer, ends_at, null, null, null, null
          from recent where kind is not null)
    select s.currency, i.*
      from standings s
      left join (select * from item where (seq, part) < ($2, $3) order by seq desc, part desc limit $4 + 1) i on true
     where s.lot_id = $1
     order by i.seq desc, i.part desc
)sql"};

history_step read_step(const pg::row& r) {
    history_step step;
    step.seq = r.get<std::int64_t>("seq");
    step.n = r.get<std::int64_t>("n");
    step.bidder = r.get<std::int64_t>("bidder");
    step.amount.amount = r.get<std::int64_t>("amount");
    step.amount.currency = currency::parse(r.text("currency")).value();
    step.reason = r.get<std::string>("step_reason");
    step.automatic = price_step{0, 0, named<step_reason>(step_reason_names, step.reason).value()}.automatic();
    step.withdrawn = r.get<bool>("withdrawn");
    step.at = r.get<instant>("at");
    return step;
}

history_notice read_notice(const pg::row& r) {
    history_notice notice;
    notice.seq = r.get<std::int64_t>("seq");
    notice.at = r.get<instant>("at");
    notice.kind = named<act_kind>(act_kind_names, r.text("kind")).value();
    if (!r.is_null("reason")) notice.reason = named<act_reason>(act_reason_names, r.text("reason"));
    notice.bidder = r.get<std::optional<std::int64_t>>("bidder");
    notice.ends_at = r.get<std::optional<instant>>("ends_at");
    return notice;
}

const pg::statement retractions_sql{"bidding.retractions", R"sql(
    select p.number::bigint as bidder, count(*) as retractions
      from participants p
      join acts a on a.account_id = p.bidder_id and a.kind = 'retracted' and a.at > clock_timestamp() - interval '6 months'
     where p.lot_id = $1 and p.number = any ($2::bigint[])
     group by p.number
     order by p.number
)sql"};

// The rule is relation_of() in rules.cpp; here it is said in SQL so that a hundred cards cost one statement.
const pg::statement relations_sql{"bidding.relations", R"sql(
    select s.lot_id, s.seller_id = $1 as is_seller,
           exists (select from watches w where w.account_id = $1 and w.lot_id = s.lot_id) as watching,
           case when p.max_amount is null then 'none'
                when s.state in ('running', 'frozen') and s.leader_id = $1 then 'leading'
                when s.state in ('running', 'frozen') then 'outbid'
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
    found.relation = named<relation>(relation_names, r.text("relation")).value();
    if (!r.is_null("max_amount")) found.max = money{r.get<std::int64_t>("max_amount"), currency::parse(r.text("currency")).value()};
    found.bidder = r.get<std::optional<std::int64_t>>("number");
    return found;
}

}  // namespace

awaitable<std::vector<standing>> newer_than(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots,
                                            std::vector<std::int64_t> versions) {
    const auto found = co_await pool.query(until, newer_than_sql, lots, versions);
    co_return read_all(found);
}

awaitable<std::optional<history_page>> history(pg::pool& pool, pg::deadline until, lot_id lot, history_position before,
                                               std::int64_t limit) {
    const auto found = co_await pool.query(until, history_sql, lot, before.seq, before.part, limit);
    if (found.empty()) co_return std::nullopt;
    history_page page;
    if (found.front().is_null("seq")) co_return page;
    const auto shown = std::min(found.size(), static_cast<std::size_t>(limit));
    for (std::size_t i = 0; i < shown; ++i) {
        if (found[i].is_null("kind")) page.items.emplace_back(read_step(found[i]));
        else page.items.emplace_back(read_notice(found[i]));
    }
    if (found.size() > shown) page.next = history_position{found[shown - 1].get<std::int64_t>("seq"), found[shown - 1].get<int>("part")};
    co_return page;
}

awaitable<std::vector<retraction_count>> retractions_of(pg::pool& pool, pg::deadline until, lot_id lot, std::vector<std::int64_t> numbers) {
    const auto found = co_await pool.query(until, retractions_sql, lot, numbers);
    std::vector<retraction_count> all;
    for (const auto r : found) all.push_back({r.get<std::int64_t>("bidder"), r.get<std::int64_t>("retractions")});
    co_return all;
}

awaitable<std::vector<lot_relation>> relations(pg::pool& pool, pg::deadline until, account_id who, std::vector<lot_id> lots) {
    const auto found = co_await pool.query(until, relations_sql, who, lots);
    std::vector<lot_relation> all;
    for (const auto r : found) all.push_back(read_relation(r));
    co_return all;
}

awaitable<std::optional<lot_relation>> find_relation(pg::transaction& tx, account_id who, lot_id lot) {
    const std::vector<lot_id> one{lot};
    const auto r = co_await tx.one(relations_sql, who, one);
    if (!r) co_return std::nullopt;
    co_return read_relation(*r);
}

}  // namespace gavel::bidding::repository
