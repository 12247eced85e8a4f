#include "modules/bidding/repository_audit.hpp"

#include "modules/bidding/standing_row.hpp"

namespace gavel::bidding::repository {

using boost::asio::awaitable;

namespace {

const pg::statement one_moment_sql{"bidding.one_moment", "set transaction isolation level repeatable read, read only"};

const pg::statement find_standing_sql{"bidding.find_standing", "select " GAVEL_STANDING_COLUMNS " from standings s where s.lot_id = $1"};

const pg::statement maxima_sql{"bidding.maxima", R"sql(
    select number, bidder_id, max_amount, max_seq from participants where lot_id = $1 order by number
)sql"};

const pg::statement first_displaced_sql{"bidding.first_displaced", R"sql(
    with log as (
        select seq, steps_before, cardinality(step_amounts) as steps, '{}'::jsonb as content from bids where lot_id = $1
         union all
        select seq, steps_before, cardinality(step_amounts), content from acts where lot_id = $1),
    placed as (select seq, steps_before, sum(steps) over (order by seq) - steps as expected from log),
    implied as (
        select bid::text::bigint as bid_seq, seq as act_seq
          from log cross join lateral jsonb_array_elements(content -> 'bids') bid),
    stored as (select bid_seq, act_seq from bid_voids where lot_id = $1)
    select min(seq) as seq from (
        select seq from placed where steps_before <> expected
         union all
        (select act_seq from (table implied except table stored) missing)
         union all
        (select act_seq from (table stored except table implied) added)) found
)sql"};

}  // namespace

void read_one_moment(pg::transaction& tx) { tx.post(one_moment_sql); }

awaitable<std::optional<standing>> find_standing(pg::transaction& tx, lot_id lot) {
    const auto r = co_await tx.one(find_standing_sql, lot);
    if (!r) co_return std::nullopt;
    co_return read_standing(*r);
}

awaitable<std::vector<standing_maximum>> maxima_of(pg::transaction& tx, lot_id lot) {
    const auto found = co_await tx.query(maxima_sql, lot);
    std::vector<standing_maximum> all;
    for (const auto r : found) {
        standing_maximum each;
        each.number = r.get<int>("number");
        each.bidder = r.get<account_id>("bidder_id");
        each.max = r.get<std::optional<std::int64_t>>("max_amount");
        if (each.max) each.seq = r.get<std::int64_t>("max_seq");
        all.push_back(each);
    }
    co_return all;
}

awaitable<std::optional<std::int64_t>> first_displaced(pg::transaction& tx, lot_id lot) {
    const auto r = co_await tx.one(first_displaced_sql, lot);
    co_return r->get<std::optional<std::int64_t>>("seq");
}

}  // namespace gavel::bidding::repository
