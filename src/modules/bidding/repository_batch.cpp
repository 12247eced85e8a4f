#include "modules/bidding/repository_batch.hpp"

#include "modules/bidding/step_columns.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace gavel::bidding::repository {

namespace {

// One row per bid. `limit 1` keeps every lookup an index probe: a plan that was made while a table was small must not read it whole later.
const pg::statement bid_facts_sql{"bidding.bid_facts", R"sql(
    select p.number, coalesce(a.suspended, false) as suspended, other.found is not null as key_of_act,
           blocks.found is not null or moderated.found is not null as barred, s.deposit_amount, coalesce(a.owes, false) as owes,
           deposit.found is not null as deposited,
           b.lot_id, b.max_amount, b.seq, b.placed_at, b.outcome, b.salt, b.hash, b.price_after, b.leader_after, b.bids_after,
           b.bidders_after, b.ends_at_after, b.version_after,
           coalesce(t.content #>> '{terms,reserve}', t.content ->> 'reserve')::bigint as reserve_then
      from unnest($1::bigint[], $2::bigint[], $3::uuid[]) with ordinality as o (lot_id, bidder_id, key, n)
      left join lateral (select number from participants where bidder_id = o.bidder_id and lot_id = o.lot_id limit 1) p on true
      left join lateral (select suspended_at is not null as suspended, deposits_until > clock_timestamp() as owes
                           from accounts where id = o.bidder_id limit 1) a on true
      left join lateral (select seller_id, deposit_amount from standings where lot_id = o.lot_id limit 1) s on true
      left join lateral (select true as found from deposits
                          where (s.deposit_amount is not null or a.owes) and lot_id = o.lot_id and account_id = o.bidder_id and state = 'active'
                          limit 1) deposit on true
      left join lateral (select true as found from seller_blocks
                          where seller_id = s.seller_id and bidder_id = o.bidder_id limit 1) blocks on true
      left join lateral (select true as found from acts
                          where lot_id = o.lot_id and actor = 'moderator' and account_id = o.bidder_id limit 1) moderated on true
      left join lateral (select * from bids where bidder_id = o.bidder_id and idempotency_key = o.key limit 1) b on true
      left join lateral (select true as found from acts where account_id = o.bidder_id and idempotency_key = o.key limit 1) other on true
      left join lateral (select content from acts
                          where lot_id = b.lot_id and seq < b.seq and kind in ('opened', 'terms_changed', 'reserve_changed')
                          order by seq desc limit 1) t on true
     order by o.n
)sql"};

// In the order of the keys, so that two batches with keys in common wait for each other in one direction only.
const pg::statement store_bids_sql{"bidding.store_bids", R"sql(
    insert into bids (lot_id, seq, bidder_id, max_amount, salt, placed_at, idempotency_key, outcome, price_after, leader_after, bids_after,
                      bidders_after, ends_at_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash)
    select b.lot_id, b.seq, b.bidder_id, b.max, b.salt, b.placed_at, b.key, b.outcome, b.price, b.leader, b.bids,
           b.bidders, b.ends_at, b.version, b.steps_before, b.step_bidders::integer[], b.step_amounts::bigint[], b.step_reasons::text[],
           b.hash
      from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::timestamptz[], $7::uuid[], $8::text[],
                  $9::bigint[], $10::integer[], $11::integer[], $12::integer[], $13::timestamptz[], $14::bigint[], $15::integer[],
                  $16::text[], $17::text[], $18::text[], $19::bytea[])
           as b (lot_id, seq, bidder_id, max, salt, placed_at, key, outcome, price, leader, bids, bidders, ends_at, version,
                 steps_before, step_bidders, step_amounts, step_reasons, hash)
)sql"};

const pg::statement store_bidders_sql{"bidding.store_bidders", R"sql(
    insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at)
    select * from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::timestamptz[])
        on conflict (bidder_id, lot_id) do update
        set max_amount = excluded.max_amount, max_seq = excluded.max_seq, last_bid_at = excluded.last_bid_at
)sql"};

// Only what a bid can change.
const pg::statement store_led_sql{"bidding.store_led", R"sql(
    update standings s
       set state = a.state, ends_at = a.ends_at, price = a.price, leader_id = a.leader_id, leader_max = a.leader_max,
           leader_seq = a.leader_seq, leader_number = a.leader_number, bids = a.bids, bidders = a.bidders, steps = a.steps,
           next_seq = a.next_seq, version = a.version, audit_head = a.audit_head
      from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::integer[],
                  $9::integer[], $10::integer[], $11::integer[], $12::bigint[], $13::bigint[], $14::bytea[])
           as a (lot_id, state, ends_at, price, leader_id, leader_max, leader_seq, leader_number, bids, bidders, steps, next_seq, version,
                 audit_head)
     where s.lot_id = a.lot_id
)sql"};

stored_bid read_bid(const pg::row& r) {
    stored_bid bid;
    bid.lot = r.get<lot_id>("lot_id");
    bid.max = r.get<std::int64_t>("max_amount");
    bid.seq = r.get<std::int64_t>("seq");
    bid.placed_at = r.get<instant>("placed_at");
    bid.outcome = named<bid_outcome>(bid_outcome_names, r.text("outcome")).value();
    bid.receipt.salt = r.get<salt>("salt");
    bid.receipt.hash = r.get<digest>("hash");
    bid.after.price = r.get<std::int64_t>("price_after");
    bid.after.leader = r.get<int>("leader_after");
    bid.after.bids = r.get<int>("bids_after");
    bid.after.bidders = r.get<int>("bidders_after");
    bid.after.ends_at = r.get<instant>("ends_at_after");
    bid.after.version = r.get<std::int64_t>("version_after");
    bid.reserve_then = r.get<std::optional<std::int64_t>>("reserve_then");
    return bid;
}

bid_facts read_facts(const pg::row& r) {
    bid_facts facts;
    facts.who.number = r.get<std::optional<int>>("number");
    facts.who.suspended = r.get<bool>("suspended");
    facts.who.admitted = !r.get<bool>("barred");
    const auto deposit = r.get<std::optional<std::int64_t>>("deposit_amount");
    facts.who.secured = deposit.has_value();
    const bool owes = r.get<bool>("owes"), deposited = r.get<bool>("deposited");
    if ((deposit || owes) && !deposited) facts.who.deposit_needed = deposit.value_or(0);
    facts.key_of_act = r.get<bool>("key_of_act");
    if (!r.is_null("lot_id")) facts.earlier = read_bid(r);
    return facts;
}

void store_bids(pg::transaction& tx, const std::vector<const accepted_bid*>& bids) {
    std::vector<lot_id> lots;
    std::vector<std::int64_t> seqs, maxima, prices, versions;
    std::vector<account_id> bidders;
    std::vector<salt> salts;
    std::vector<instant> moments, ends;
    std::vector<std::string_view> keys, outcomes;
    std::vector<int> leaders, counts, people, steps_before;
    step_columns steps;
    std::vector<digest> hashes;
    for (const auto* each : bids) {
        const auto& made = each->made;
        lots.push_back(each->bid->lot);
        seqs.push_back(made.seq);
        bidders.push_back(made.bidder);
        maxima.push_back(made.max);
        salts.push_back(made.salt);
        moments.push_back(made.at);
        keys.push_back(each->bid->idempotency_key);
        outcomes.push_back(to_string(made.outcome));
        prices.push_back(made.after.price.value());
        leaders.push_back(made.after.leader.value());
        counts.push_back(made.after.bids);
        people.push_back(made.after.bidders);
        ends.push_back(made.after.ends_at);
        versions.push_back(made.after.version);
        steps_before.push_back(each->steps_before);
        steps.add(made.steps);
        hashes.push_back(made.hash);
    }
    tx.post(store_bids_sql, lots, seqs, bidders, maxima, salts, moments, keys, outcomes, prices, leaders, counts, people, ends, versions,
            steps_before, steps.bidders, steps.amounts, steps.reasons, hashes);
}

// The newest bid of each bidder on each lot.
void store_bidders(pg::transaction& tx, const std::vector<accepted_bid>& bids) {
    std::map<std::pair<lot_id, account_id>, const bid_record*> newest;
    for (const auto& each : bids) newest[{each.bid->lot, each.made.bidder}] = &each.made;
    std::vector<lot_id> lots;
    std::vector<account_id> bidders;
    std::vector<int> numbers;
    std::vector<std::int64_t> maxima, seqs;
    std::vector<instant> moments;
    for (const auto& [place, made] : newest) {
        lots.push_back(place.first);
        bidders.push_back(place.second);
        numbers.push_back(made->number);
        maxima.push_back(made->max);
        seqs.push_back(made->seq);
        moments.push_back(made->at);
    }
    tx.post(store_bidders_sql, lots, bidders, numbers, maxima, seqs, moments);
}

void store_led(pg::transaction& tx, const std::vector<const standing*>& all) {
    std::vector<lot_id> lots;
    std::vector<std::string_view> states;
    std::vector<instant> ends;
    std::vector<std::int64_t> prices, maxima, leader_seqs, next_seqs, versions;
    std::vector<account_id> leaders;
    std::vector<int> numbers, bids, bidders, steps;
    std::vector<digest> heads;
    for (const auto* lot : all) {
        lots.push_back(lot->lot);
        states.push_back(lots::to_string(lot->state));
        ends.push_back(lot->ends_at);
        prices.push_back(lot->price.value());
        leaders.push_back(lot->leader.value().bidder);
        maxima.push_back(lot->leader->max);
        leader_seqs.push_back(lot->leader->seq);
        numbers.push_back(lot->leader->number);
        bids.push_back(lot->bids);
        bidders.push_back(lot->bidders);
        steps.push_back(lot->steps);
        next_seqs.push_back(lot->next_seq);
        versions.push_back(lot->version);
        heads.push_back(lot->audit_head);
    }
    tx.post(store_led_sql, lots, states, ends, prices, leaders, maxima, leader_seqs, numbers, bids, bidders, steps, next_seqs, versions,
            heads);
}

}  // namespace

std::vector<lot_id> lots_of(const std::vector<const offer*>& bids) {
    std::vector<lot_id> lots;
    lots.reserve(bids.size());
    for (const auto* each : bids) lots.push_back(each->lot);
    std::ranges::sort(lots);
    const auto repeated = std::ranges::unique(lots);
    lots.erase(repeated.begin(), repeated.end());
    return lots;
}

awaitable<locked_batch> read_batch(pg::transaction& tx, const std::vector<const offer*>& bids) {
    std::vector<lot_id> lots;
    std::vector<account_id> bidders;
    std::vector<std::string_view> keys;
    for (const auto* each : bids) {
        lots.push_back(each->lot);
        bidders.push_back(each->bidder);
        keys.push_back(each->idempotency_key);
    }
    const auto standings = ask_locked(tx, lots_of(bids));
    const auto facts = co_await tx.query(bid_facts_sql, lots, bidders, keys);
    locked_batch found;
    found.locked = read_locked(standings.get());
    found.bids.reserve(facts.size());
    for (const auto r : facts) found.bids.push_back(read_facts(r));
    co_return found;
}

void store_batch(pg::transaction& tx, const std::vector<accepted_bid>& bids, const std::vector<const standing*>& after) {
    store_bidders(tx, bids);
    std::vector<const accepted_bid*> by_key;
    for (const auto& each : bids) by_key.push_back(&each);
    std::ranges::sort(by_key, {},
                      [](const accepted_bid* each) { return std::pair(each->made.bidder, std::string_view(each->bid->idempotency_key)); });
    store_bids(tx, by_key);
    store_led(tx, after);
}

}  // namespace gavel::bidding::repository
