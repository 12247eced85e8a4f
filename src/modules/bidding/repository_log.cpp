// Appending acts.
#include "modules/bidding/repository_log.hpp"

#include "modules/bidding/audit.hpp"
#include "modules/bidding/content_json.hpp"
#include "modules/bidding/step_columns.hpp"
#include "platform/jobs/queue.hpp"

#include <boost/json/serialize.hpp>

#include <optional>
#include <string>
#include <utility>

namespace gavel::bidding::repository {

namespace {

constexpr std::size_t sales_per_job = 100;

const pg::statement open_sql{"bidding.open", R"sql(
    insert into standings (lot_id, seller_id, state, currency, start_amount, reserve_amount, reserve_salt, buy_now_amount, step_amount,
                           increments, chase, starts_at, ends_at, original_ends_at, hard_ends_at, soft_mode, soft_window_s, soft_extend_s,
                           next_seq, version, audit_head)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
)sql"};

// Arrays of arrays come as texts (pg::parameters::array_text).
const pg::statement store_acts_sql{"bidding.store_acts", R"sql(
    insert into acts (lot_id, seq, kind, actor, account_id, idempotency_key, at, content, price_after, leader_after, bids_after,
                      bidders_after, ends_at_after, state_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash)
    select a.lot_id, a.seq, a.kind, a.actor, a.account_id, a.key, a.at, a.content::jsonb, a.price, a.leader, a.bids,
           a.bidders, a.ends_at, a.state, a.version, a.steps_before, a.step_bidders::integer[], a.step_amounts::bigint[],
           a.step_reasons::text[], a.hash
      from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::timestamptz[], $8::text[],
                  $9::bigint[], $10::integer[], $11::integer[], $12::integer[], $13::timestamptz[], $14::text[], $15::bigint[],
                  $16::integer[], $17::text[], $18::text[], $19::text[], $20::bytea[])
           as a (lot_id, seq, kind, actor, account_id, key, at, content, price, leader, bids, bidders, ends_at, state, version,
                 steps_before, step_bidders, step_amounts, step_reasons, hash)
)sql"};

const pg::statement store_voids_sql{"bidding.store_voids", R"sql(
    insert into bid_voids (lot_id, bid_seq, act_seq) select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])
)sql"};

// Everything about a standing that can change after its publication.
const pg::statement store_standings_sql{"bidding.store_standings", R"sql(
    update standings s
       set state = a.state, start_amount = a.start, reserve_amount = a.reserve, reserve_salt = a.reserve_salt, buy_now_amount = a.buy_now,
           step_amount = a.step, starts_at = a.starts_at, ends_at = a.ends_at, original_ends_at = a.original_ends_at,
           hard_ends_at = a.hard_ends_at, price = a.price, leader_id = a.leader_id, leader_max = a.leader_max, leader_seq = a.leader_seq,
           leader_number = a.leader_number, bids = a.bids, bidders = a.bidders, steps = a.steps, next_seq = a.next_seq,
           version = a.version, audit_head = a.audit_head, unsold_reason = a.unsold_reason, sold_by = a.sold_by,
           cancelled_for = a.cancelled_for, frozen_at = a.frozen_at, closed_at = a.closed_at
      from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[], $7::bigint[], $8::timestamptz[],
                  $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
                  $16::integer[], $17::integer[], $18::integer[], $19::integer[], $20::bigint[], $21::bigint[], $22::bytea[], $23::text[],
                  $24::text[], $25::text[], $26::timestamptz[], $27::timestamptz[])
           as a (lot_id, state, start, reserve, reserve_salt, buy_now, step, starts_at, ends_at, original_ends_at, hard_ends_at, price,
                 leader_id, leader_max, leader_seq, leader_number, bids, bidders, steps, next_seq, version, audit_head, unsold_reason,
                 sold_by, cancelled_for, frozen_at, closed_at)
     where s.lot_id = a.lot_id
)sql"};

// A buyer may be new on the lot; everybody else only gets the maximum that stands now.
const pg::statement store_maxima_sql{"bidding.store_maxima", R"sql(
    insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at)
    select * from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::timestamptz[])
        on conflict (bidder_id, lot_id) do update set max_amount = excluded.max_amount, max_seq = excluded.max_seq
)sql"};

template <class T>
using column = std::vector<std::optional<T>>;

void store_acts(pg::transaction& tx, std::span<const decision> all, std::optional<std::string_view> key) {
    std::vector<lot_id> lots;
    std::vector<std::int64_t> seqs, versions;
    std::vector<std::string_view> kinds, actors, states;
    column<account_id> accounts;
    column<std::string_view> keys;
    std::vector<instant> moments, ends;
    std::vector<std::string> contents;
    column<std::int64_t> prices;
    column<int> leaders;
    std::vector<int> bids, bidders, steps_before;
    step_columns steps;
    std::vector<digest> hashes;
    for (const auto& each : all) {
        const auto& done = each.done;
        lots.push_back(each.after.lot);
        seqs.push_back(done.seq);
        kinds.push_back(to_string(done.kind));
        actors.push_back(to_string(done.actor));
        accounts.push_back(done.account);
        keys.push_back(key);
        moments.push_back(done.at);
        contents.push_back(boost::json::serialize(to_json(done.content)));
        prices.push_back(done.after.price);
        leaders.push_back(done.after.leader);
        bids.push_back(done.after.bids);
        bidders.push_back(done.after.bidders);
        ends.push_back(done.after.ends_at);
        states.push_back(lots::to_string(done.after.state));
        versions.push_back(done.after.version);
        steps_before.push_back(each.after.steps - static_cast<int>(done.steps.size()));
        steps.add(done.steps);
        hashes.push_back(done.hash);
    }
    tx.post(store_acts_sql, lots, seqs, kinds, actors, accounts, keys, moments, contents, prices, leaders, bids, bidders, ends, states,
            versions, steps_before, steps.bidders, steps.amounts, steps.reasons, hashes);
}

void store_voids(pg::transaction& tx, std::span<const decision> all) {
    std::vector<lot_id> lots;
    std::vector<std::int64_t> bids, acts;
    for (const auto& each : all)
        for (const auto bid : each.done.content.bids) {
            lots.push_back(each.after.lot);
            bids.push_back(bid);
            acts.push_back(each.done.seq);
        }
    if (!lots.empty()) tx.post(store_voids_sql, lots, bids, acts);
}

void store_maxima(pg::transaction& tx, std::span<const decision> all) {
    std::vector<lot_id> lots;
    std::vector<account_id> bidders;
    std::vector<int> numbers;
    column<std::int64_t> maxima, seqs;
    std::vector<instant> moments;
    for (const auto& each : all)
        for (const auto& m : each.maxima) {
            lots.push_back(each.after.lot);
            bidders.push_back(m.bidder);
            numbers.push_back(m.number);
            maxima.push_back(m.max);
            seqs.push_back(m.max ? std::optional(m.seq) : std::nullopt);
            moments.push_back(each.done.at);
        }
    if (!lots.empty()) tx.post(store_maxima_sql, lots, bidders, numbers, maxima, seqs, moments);
}

template <class Enum>
std::optional<std::string_view> word(const std::optional<Enum>& value) {
    if (!value) return std::nullopt;
    return to_string(*value);
}

std::optional<salt> reserve_salt_of(const terms& t) {
    if (!t.reserve) return std::nullopt;
    return t.reserve_salt;
}

void store_standings(pg::transaction& tx, std::span<const decision> all) {
    std::vector<lot_id> lots;
    std::vector<std::string_view> states;
    std::vector<std::int64_t> starts, next_seqs, versions;
    column<std::int64_t> reserves, buy_nows, flat_steps, prices, leader_maxima, leader_seqs;
    column<salt> salts;
    std::vector<instant> begins, ends, original_ends, hard_ends;
    column<account_id> leaders;
    column<int> leader_numbers;
    std::vector<int> bids, bidders, steps;
    std::vector<digest> heads;
    column<std::string_view> unsold, sold, cancelled;
    column<instant> frozen, closed;
    for (const auto& each : all) {
        const auto& lot = each.after;
        lots.push_back(lot.lot);
        states.push_back(lots::to_string(lot.state));
        starts.push_back(lot.start);
        reserves.push_back(lot.reserve);
        salts.push_back(reserve_salt_of(lot));
        buy_nows.push_back(lot.buy_now);
        flat_steps.push_back(lot.step);
        begins.push_back(lot.starts_at);
        ends.push_back(lot.ends_at);
        original_ends.push_back(lot.original_ends_at);
        hard_ends.push_back(lot.hard_ends_at);
        prices.push_back(lot.price);
        const auto* leader = lot.leader ? &*lot.leader : nullptr;
        leaders.push_back(leader ? std::optional(leader->bidder) : std::nullopt);
        leader_maxima.push_back(leader ? std::optional(leader->max) : std::nullopt);
        leader_seqs.push_back(leader ? std::optional(leader->seq) : std::nullopt);
        leader_numbers.push_back(leader ? std::optional<int>(leader->number) : std::nullopt);
        bids.push_back(lot.bids);
        bidders.push_back(lot.bidders);
        steps.push_back(lot.steps);
        next_seqs.push_back(lot.next_seq);
        versions.push_back(lot.version);
        heads.push_back(lot.audit_head);
        unsold.push_back(word(lot.unsold));
        sold.push_back(word(lot.sold_by));
        cancelled.push_back(word(lot.cancelled_for));
        frozen.push_back(lot.frozen_at);
        closed.push_back(lot.closed_at);
    }
    tx.post(store_standings_sql, lots, states, starts, reserves, salts, buy_nows, flat_steps, begins, ends, original_ends, hard_ends,
            prices, leaders, leader_maxima, leader_seqs, leader_numbers, bids, bidders, steps, next_seqs, versions, heads, unsold, sold,
            cancelled, frozen, closed);
}

// Whoever opens orders hears of every sale, however it came about, in the transaction that made it.
void leave_sales(pg::transaction& tx, std::span<const decision> all) {
    boost::json::array jobs, lots;
    const auto close_job = [&] {
        if (!lots.empty()) jobs.push_back(boost::json::object{{"lots", std::exchange(lots, {})}});
    };
    for (const auto& each : all) {
        if (each.after.state == lot_state::ended_sold) lots.emplace_back(each.after.lot.text());
        if (lots.size() == sales_per_job) close_job();
    }
    close_job();
    jobs::enqueue_all(tx, "orders.open", std::move(jobs));
}

}  // namespace

void append_act(pg::transaction& tx, decision& accepted, std::string_view idempotency_key) {
    seal(accepted.after, accepted.done);
    const std::span<const decision> one(&accepted, 1);
    store_acts(tx, one, idempotency_key.empty() ? std::nullopt : std::optional(idempotency_key));
    store_voids(tx, one);
    store_maxima(tx, one);
    store_standings(tx, one);
    leave_sales(tx, one);
}

void append_acts(pg::transaction& tx, std::span<decision> accepted) {
    if (accepted.empty()) return;
    for (auto& each : accepted) seal(each.after, each.done);
    store_acts(tx, accepted, std::nullopt);
    store_voids(tx, accepted);
    store_maxima(tx, accepted);
    store_standings(tx, accepted);
    leave_sales(tx, accepted);
}

void append_opening(pg::transaction& tx, decision& accepted, std::string_view idempotency_key) {
    seal(accepted.after, accepted.done);
    const auto& lot = accepted.after;
    tx.post(open_sql, lot.lot, lot.seller, lots::to_string(lot.state), lot.currency.code(), lot.start, lot.reserve, reserve_salt_of(lot),
            lot.buy_now, lot.step, lot.increments, lot.chase, lot.starts_at, lot.ends_at, lot.original_ends_at, lot.hard_ends_at,
            to_string(lot.soft.mode), lot.soft.window_s, lot.soft.extend_s, lot.next_seq, lot.version, lot.audit_head);
    const std::span<const decision> one(&accepted, 1);
    store_acts(tx, one, idempotency_key.empty() ? std::nullopt : std::optional(idempotency_key));
}

}  // namespace gavel::bidding::repository
