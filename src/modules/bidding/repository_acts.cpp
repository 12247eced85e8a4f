#include "modules/bidding/repository_acts.hpp"

#include "modules/bidding/content_json.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_blocks.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "modules/bidding/repository_log.hpp"

#include <chrono>
#include <utility>

namespace gavel::bidding::repository {

namespace {

// The act of a key with the reserve that was asked for at that time.
const pg::statement earlier_act_sql{"bidding.earlier_act", R"sql(
    select a.lot_id, a.seq, a.at, a.kind, a.content, a.price_after, a.leader_after, a.bids_after, a.bidders_after, a.ends_at_after,
           a.state_after, a.version_after, a.hash, 
           coalesce(t.content #>> '{terms,reserve}', t.content ->> 'reserve')::bigint as reserve_then
      from acts a
      left join lateral (select content from acts
                          where lot_id = a.lot_id and seq <= a.seq and kind in ('opened', 'terms_changed', 'reserve_changed')
                          order by seq desc limit 1) t on true
     where a.account_id = $1 and a.idempotency_key = $2
)sql"};

stored_act read_act(const pg::row& r) {
    stored_act found;
    found.lot = r.get<lot_id>("lot_id");
    auto& done = found.done;
    done.seq = r.get<std::int64_t>("seq");
    done.at = r.get<instant>("at");
    done.kind = named<act_kind>(act_kind_names, r.text("kind")).value();
    done.content = read_act_content(r.get<boost::json::value>("content")).value();
    done.after.price = r.get<std::optional<std::int64_t>>("price_after");
    done.after.leader = r.get<std::optional<int>>("leader_after");
    done.after.bids = r.get<int>("bids_after");
    done.after.bidders = r.get<int>("bidders_after");
    done.after.ends_at = r.get<instant>("ends_at_after");
    done.after.state = named<lot_state>(lots::lot_state_names, r.text("state_after")).value();
    done.after.version = r.get<std::int64_t>("version_after");
    done.hash = r.get<digest>("hash");
    found.reserve_then = r.get<std::optional<std::int64_t>>("reserve_then");
    return found;
}

// R-60, R-61: the own bids that stand, how often bids were taken back lately, and when the seller last added to the description.
const pg::statement person_sql{"bidding.person", R"sql(
    select (select count(*) from acts
             where account_id = $2 and kind = 'retracted' and at > clock_timestamp() - make_interval(days => $3::int)) as retractions,
           (select max(added_at) from lot_additions where lot_id = $1) as described_at,
           coalesce(own.seqs, '{}') as seqs, coalesce(own.moments, '{}') as moments
      from (select array_agg(b.seq order by b.seq) as seqs,
                   array_agg((extract(epoch from b.placed_at) * 1000000)::bigint order by b.seq) as moments
              from bids b
             where b.lot_id = $1 and b.bidder_id = $2
               and exists (select from participants where lot_id = $1 and bidder_id = $2 and max_amount is not null)
               and not exists (select from bid_voids v where v.lot_id = b.lot_id and v.bid_seq = b.seq)) own
)sql"};

retraction_facts read_retractions(const pg::row& r) {
    retraction_facts facts;
    facts.recent = r.get<std::int64_t>("retractions");
    facts.described_at = r.get<std::optional<instant>>("described_at");
    const auto seqs = r.get<std::vector<std::int64_t>>("seqs");
    const auto moments = r.get<std::vector<std::int64_t>>("moments");
    for (std::size_t i = 0; i < seqs.size(); ++i) facts.bids.push_back({seqs[i], instant(std::chrono::microseconds(moments[i]))});
    return facts;
}

const pg::statement standing_bidders_sql{"bidding.standing_bidders", R"sql(
    select bidder_id as account_id from participants where lot_id = $1 and max_amount is not null order by number
)sql"};
const pg::statement watchers_sql{"bidding.watchers", "select account_id from watches where lot_id = $1 order by account_id"};

std::vector<account_id> read_accounts(const pg::rows& found) {
    std::vector<account_id> all;
    all.reserve(found.size());
    for (const auto r : found) all.push_back(r.get<account_id>("account_id"));
    return all;
}

const pg::statement store_strike_sql{"bidding.store_strike", R"sql(
    insert into strikes (account_id, lot_id, reason, created_at) values ($1, $2, 'cancelled_with_bids', $3) on conflict do nothing
)sql"};

// Nobody's key: what is read with it belongs to no earlier command.
constexpr const char* no_key = "00000000-0000-0000-0000-000000000000";

// Whoever asks, as the statements of bids know people.
offer asking(lot_id lot, std::optional<account_id> who, std::string key) {
    offer probe;
    probe.lot = lot;
    probe.bidder = who.value_or(account_id{});
    probe.idempotency_key = key.empty() ? no_key : std::move(key);
    return probe;
}

}  // namespace

awaitable<std::optional<locked_situation>> lock_situation(pg::transaction& tx, command asked, extent wanted, retraction_policy policy) {
    const auto probe = asking(asked.lot, asked.by, asked.idempotency_key);
    const std::vector<const offer*> one{&probe};
    send_locks(tx, lots_of(one));
    if (wanted.blocks) lock_blocks(tx, probe.bidder);
    const auto earlier = tx.ask(earlier_act_sql, probe.bidder, probe.idempotency_key);
    const auto person = tx.ask(person_sql, asked.lot, probe.bidder, policy.most_days);
    std::optional<pg::reply> blocked, bidders, watchers;
    if (wanted.blocks) blocked = ask_blocked(tx, probe.bidder);
    if (wanted.everybody) {
        bidders = tx.ask(standing_bidders_sql, asked.lot);
        watchers = tx.ask(watchers_sql, asked.lot);
    }
    auto read = co_await read_batch(tx, one);
    const auto lot = read.locked.lots.find(asked.lot);
    if (lot == read.locked.lots.end()) co_return std::nullopt;

    locked_situation found;
    auto& now = found.now;
    now.standing = std::move(lot->second);
    now.now = read.locked.now;
    now.who = read.bids.front().who;
    now.retractions = read_retractions(person.get().front());
    if (blocked) now.blocked = read_blocked(*blocked);
    if (bidders) now.bidders = read_accounts(bidders->get());
    if (watchers) now.watchers = read_accounts(watchers->get());
    if (!earlier.get().empty()) found.earlier.act = read_act(earlier.get().front());
    found.earlier.bid = std::move(read.bids.front().earlier);
    if (wanted.log) now.log = co_await read_log(tx, asked.lot);
    co_return found;
}

awaitable<std::optional<seen_situation>> read_situation(pg::transaction& tx, lot_id lot, account_id who, retraction_policy policy) {
    const auto probe = asking(lot, who, {});
    const std::vector<const offer*> one{&probe};
    const auto person = tx.ask(person_sql, lot, who, policy.most_days);
    auto read = co_await read_batch(tx, one);
    auto stands = co_await find_relation(tx, who, lot);
    if (!stands || read.locked.lots.empty()) co_return std::nullopt;
    seen_situation found;
    found.now.standing = std::move(read.locked.lots.begin()->second);
    found.now.now = read.locked.now;
    found.now.who = read.bids.front().who;
    found.now.retractions = read_retractions(person.get().front());
    found.stands = std::move(*stands);
    co_return found;
}

void store_strike(pg::transaction& tx, account_id whom, lot_id lot, instant now) { tx.post(store_strike_sql, whom, lot, now); }

}  // namespace gavel::bidding::repository
