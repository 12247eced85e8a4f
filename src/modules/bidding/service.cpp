#include "modules/bidding/service.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/rules.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/observe/log.hpp"

#include <chrono>

namespace gavel::bidding {

namespace {

placed_bid answer_of(const offer& bid, const verdict& v, instant now) {
    placed_bid answer;
    answer.seq = v.seq;
    answer.max = bid.max;
    answer.placed_at = now;
    answer.outcome = v.outcome;
    answer.standing = public_view(v.after);
    return answer;
}

// The standing as it was right after that bid; what never changes comes from the standing of today.
placed_bid first_answer(const repository::stored_bid& bid, standing then) {
    then.state = lot_state::running;
    then.unsold.reset();
    then.price = bid.price_after;
    then.bids = static_cast<std::int32_t>(bid.bids_after);
    then.bidders = static_cast<std::int32_t>(bid.bidders_after);
    then.ends_at = bid.ends_at_after;
    then.version = bid.version_after;
    placed_bid answer;
    answer.seq = bid.seq;
    answer.max = money{bid.max, then.currency};
    answer.placed_at = bid.placed_at;
    answer.outcome = bid.outcome;
    answer.standing = public_view(then);
    answer.standing.leader = bid.leader_after;
    return answer;
}

void tell_displaced(pg::transaction& tx, const verdict& v) {
    if (!v.displaced) return;
    const auto& lot = v.after;
    boost::json::object news{{"event", "outbid"},   {"account", v.displaced->text()},  {"lot", lot.lot.text()},
                             {"price", *lot.price}, {"currency", lot.currency.code()}, {"seq", v.seq}};
    jobs::enqueue(tx, "notifications.event", std::move(news), "outbid:" + lot.lot.text() + ":" + std::to_string(v.seq));
}

}  // namespace

awaitable<result<placed_bid>> service::place(offer bid, pg::deadline until) {
    if (const auto wait = allowance_.take(bid.bidder)) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
        boost::json::object facts{{"retry_after_s", seconds}};
        co_return refuse(too_many_bids, std::move(facts));
    }
    const auto began = std::chrono::steady_clock::now();
    bool key_taken = false;
    try {
        auto answer = co_await decide(std::move(bid), until);
        if (answer) instruments_.seconds.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
        else instruments_.refused.add();
        co_return answer;
    } catch (const pg::error& e) {
        // The same key at the same moment on another lot: that one was first.
        if (!e.violates("bids_once_per_key")) throw;
        key_taken = true;
    }
    if (key_taken) instruments_.refused.add();
    co_return refuse(key_reused);
}

awaitable<result<placed_bid>> service::decide(offer bid, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto lot = co_await repository::lock(tx, bid);
    if (!lot) co_return refuse(no_such_lot);
    if (lot->earlier) {
        const bool same_intent =
            lot->earlier->lot == bid.lot && lot->earlier->max == bid.max.amount && lot->standing.currency == bid.max.currency;
        if (!same_intent) co_return refuse(key_reused);
        instruments_.repeated.add();
        co_return first_answer(*lot->earlier, lot->standing);
    }
    const auto accepted = judge(lot->standing, bid, lot->bidder_number, lot->now, options_.amounts());
    if (!accepted) co_return std::unexpected(accepted.error());

    repository::store(tx, bid, *accepted, lot->now);
    tell_displaced(tx, *accepted);
    co_await tx.commit();

    auto answer = answer_of(bid, *accepted, lot->now);
    if (accepted->public_change) live_.publish(answer.standing);
    instruments_.placed.add();
    log::debug("bidding.placed", "lot", bid.lot.value, "seq", accepted->seq);
    co_return answer;
}

awaitable<result<history_page>> service::history(lot_id lot, std::int64_t before, std::int64_t limit, pg::deadline until) {
    auto page = co_await repository::history(pool_, until, lot, before, limit);
    if (!page) co_return refuse(no_such_lot);
    co_return std::move(*page);
}

awaitable<result<lot_relation>> service::relation(account_id who, lot_id lot, pg::deadline until) {
    std::vector<lot_id> one{lot};
    auto found = co_await repository::relations(pool_, until, who, std::move(one));
    if (found.empty()) co_return refuse(no_such_lot);
    co_return found.front();
}

awaitable<std::vector<lot_relation>> service::relations(account_id who, std::vector<lot_id> lots, pg::deadline until) {
    co_return co_await repository::relations(pool_, until, who, std::move(lots));
}

awaitable<std::shared_ptr<live_shard::subscription>> service::open_stream(std::shared_ptr<mailbox> box, pg::deadline until) {
    // Subscribed before the standings are read: a change in between is not missed.
    auto reader = live_.subscribe(box);
    if (box->lots().empty()) co_return reader;
    const auto present = co_await repository::standings_of(pool_, until, box->lots());
    for (const auto& lot : present) {
        const auto event = make_live(public_view(lot));
        box->offer(event);
        live_.of().deliver(event);  // news to older readers whose message was lost
    }
    co_return reader;
}

}  // namespace gavel::bidding
