// Placing a bid: the lock, the state behind it, everything one accepted offer writes.
#include "modules/bidding/repository.hpp"
#include "modules/bidding/standing_row.hpp"

#include <algorithm>

namespace gavel::bidding::repository {

namespace {

const pg::statement lock_sql{"bidding.lock", R"sql(
    select from standings where lot_id = $1 for update
)sql"};

// A statement of its own: its snapshot and its clock are taken after the lock was granted, so nothing here is older than the lock.
const pg::statement read_locked_sql{"bidding.read_locked", "select " GAVEL_STANDING_COLUMNS R"sql(,
           clock_timestamp() as now, p.number as bidder_number,
           b.lot_id as bid_lot_id, b.seq as bid_seq, b.max_amount as bid_max, b.placed_at as bid_placed_at, b.outcome as bid_outcome,
           b.price_after, b.leader_after, b.bids_after, b.bidders_after, b.ends_at_after, b.version_after
      from standings s
      left join participants p on p.lot_id = s.lot_id and p.bidder_id = $2
      left join bids b on b.bidder_id = $2 and b.idempotency_key = $3
     where s.lot_id = $1
)sql"};

stored_bid read_stored(const pg::row& r) {
    stored_bid bid;
    bid.lot = r.get<lot_id>("bid_lot_id");
    bid.seq = r.get<std::int64_t>("bid_seq");
    bid.max = r.get<std::int64_t>("bid_max");
    bid.placed_at = r.get<instant>("bid_placed_at");
    bid.outcome = static_cast<bid_outcome>(std::ranges::find(bid_outcome_names, r.text("bid_outcome")) - bid_outcome_names.begin());
    bid.price_after = r.get<std::int64_t>("price_after");
    bid.leader_after = r.get<std::int64_t>("leader_after");
    bid.bids_after = r.get<std::int64_t>("bids_after");
    bid.bidders_after = r.get<std::int64_t>("bidders_after");
    bid.version_after = r.get<std::int64_t>("version_after");
    bid.ends_at_after = r.get<instant>("ends_at_after");
    return bid;
}

const pg::statement store_participant_sql{"bidding.store_participant", R"sql(
    insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (lot_id, bidder_id) do update
        set max_amount = excluded.max_amount, max_seq = excluded.max_seq, last_bid_at = excluded.last_bid_at
)sql"};

const pg::statement store_bid_sql{"bidding.store_bid", R"sql(
    insert into bids (lot_id, seq, bidder_id, max_amount, placed_at, idempotency_key, outcome,
                      price_after, leader_after, bids_after, bidders_after, ends_at_after, version_after)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
)sql"};

const pg::statement store_steps_sql{"bidding.store_steps", R"sql(
    insert into price_steps (lot_id, n, bid_seq, bidder_id, amount, automatic, reason, at)
    select $1::bigint, $2::bigint + step.position, $3::bigint, step.bidder_id, step.amount, step.automatic = 1, step.reason, $4::timestamptz
      from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
           with ordinality as step (bidder_id, amount, automatic, reason, position)
)sql"};

const pg::statement store_standing_sql{"bidding.store_standing", R"sql(
    update standings
       set state = $2, ends_at = $3, price = $4, leader_id = $5, leader_max = $6, leader_seq = $7, leader_number = $8,
           bids = $9, bidders = $10, steps = $11, next_seq = $12, version = $13
     where lot_id = $1
)sql"};

}  // namespace

awaitable<std::optional<locked_lot>> lock(pg::transaction& tx, const offer& bid) {
    tx.post(lock_sql, bid.lot);
    const auto r = co_await tx.one(read_locked_sql, bid.lot, bid.bidder, bid.idempotency_key);
    if (!r) co_return std::nullopt;
    locked_lot found;
    found.standing = read_standing(*r);
    found.now = r->get<instant>("now");
    found.bidder_number = r->get<std::optional<int>>("bidder_number");
    if (!r->is_null("bid_seq")) found.earlier = read_stored(*r);
    co_return found;
}

void store(pg::transaction& tx, const offer& bid, const verdict& v, instant now) {
    const auto& after = v.after;
    tx.post(store_participant_sql, bid.lot, bid.bidder, v.bidder_number, bid.max.amount, v.seq, now);
    tx.post(store_bid_sql, bid.lot, v.seq, bid.bidder, bid.max.amount, now, bid.idempotency_key, to_string(v.outcome), *after.price,
            after.leader->number, after.bids, after.bidders, after.ends_at, after.version);
    if (!v.steps.empty()) {
        std::vector<std::int64_t> bidders, amounts, automatic;
        std::vector<std::string> reasons;
        for (const auto& step : v.steps) {
            bidders.push_back(step.bidder.value);
            amounts.push_back(step.amount);
            automatic.push_back(step.automatic() ? 1 : 0);
            reasons.emplace_back(to_string(step.reason));
        }
        const auto first = after.steps - static_cast<std::int64_t>(v.steps.size());
        tx.post(store_steps_sql, bid.lot, first, v.seq, now, bidders, amounts, automatic, reasons);
    }
    tx.post(store_standing_sql, bid.lot, to_string(after.state), after.ends_at, after.price, after.leader->bidder, after.leader->max,
            after.leader->seq, after.leader->number, after.bids, after.bidders, after.steps, after.next_seq, after.version);
}

}  // namespace gavel::bidding::repository
