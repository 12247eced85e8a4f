#include "modules/bidding/acts.hpp"

#include "base/random.hpp"
#include "modules/bidding/audit.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/first_answer.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/bidding/news_events.hpp"
#include "modules/bidding/repository_log.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace gavel::bidding {

namespace {

// Seals and sends the acts, each a link behind the one before it.
void append(pg::transaction& tx, std::vector<decision>& all, std::string_view key) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) all[i].after.audit_head = all[i - 1].after.audit_head;
        const bool last = i + 1 == all.size();
        repository::append_act(tx, all[i], last ? key : std::string_view{});
    }
}

// The bid that comes with an act, as the next link.
placed_bid append(pg::transaction& tx, const decision& before, placed_offer& with, instant now) {
    auto& v = with.accepted;
    v.after.audit_head = before.after.audit_head;
    salt drawn{};
    fill_randomly(drawn);
    repository::accepted_bid bid;
    bid.bid = &with.bid;
    bid.made = record_of(with.bid, v, drawn, now);
    bid.steps_before = v.after.steps - static_cast<std::int32_t>(v.steps.size());
    seal(v.after, bid.made);
    repository::store_batch(tx, {bid}, {&v.after});
    return answer_of(with.bid, bid.made, v.after);
}

void tell_everybody(pg::transaction& tx, const situation& found, const outcome& all) {
    const audience everybody{found.bidders, found.watchers};
    std::vector<message> all_told;
    const auto* before = &found.standing;
    for (const auto& each : all.acts) {
        std::ranges::move(messages_of(*before, each, everybody), std::back_inserter(all_told));
        before = &each.after;
    }
    if (all.bid) {
        std::ranges::move(messages_of(all.bid->accepted), std::back_inserter(all_told));
        before = &all.bid->accepted.after;
    }
    news::tell(tx, events_of(still_true(std::move(all_told), *before), *before));
}

}  // namespace

act_counters::act_counters(metrics::registry& r) {
    for (const auto name : act_kind_names)
        counters_.push_back(
            r.add_counter("gavel_bidding_acts_total", "Accepted commands that are not bids, by kind", {{"kind", std::string(name)}}));
}

awaitable<result<command_result>> acts::take(command asked, wish w, pg::deadline until) {
    if (const auto wait = allowance_.take(*asked.by)) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
        boost::json::object facts{{"retry_after_s", seconds}};
        co_return refuse(too_many_bids, std::move(facts));
    }
    co_return co_await perform(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::perform(command asked, wish w, pg::deadline until) {
    bool key_taken = false;
    try {
        auto tx = co_await pool_.begin(until);
        if (w.before) w.before(tx);
        auto found = co_await repository::lock_situation(tx, asked, w.needs, options_.rules.retractions);
        if (!found) co_return refuse(no_such_lot);
        if (found->earlier.act || found->earlier.bid) co_return repeated(asked, w, *found);
        if (limits_ && w.binds) co_await read_limit(tx, found->now, *asked.by);
        auto decided = w.decide(found->now);
        if (!decided) co_return std::unexpected(decided.error());

        command_result answer;
        append(tx, decided->acts, asked.idempotency_key);
        answer.act = answer_of(decided->acts.back());
        if (decided->bid) answer.bid = append(tx, decided->acts.back(), *decided->bid, found->now.now);
        if (w.besides) w.besides(tx, *decided);
        tell_everybody(tx, found->now, *decided);
        co_await tx.commit();

        live_.publish(live_change(answer.bid ? answer.bid->standing : answer.act.standing));
        for (const auto& each : decided->acts) counters_.count(each.done.kind);
        log::info("bidding.act", "kind", to_string(w.kind), "lot", asked.lot.value, "seq", answer.act.seq);
        co_return answer;
    } catch (const pg::error& e) {
        // The same key at the same moment on another lot: that one was first.
        if (!e.violates("acts_once_per_key") && !e.violates("bids_once_per_key")) throw;
        key_taken = true;
    }
    static_cast<void>(key_taken);
    co_return refuse(key_reused);
}

awaitable<void> acts::read_limit(pg::transaction& tx, situation& found, account_id who) {
    std::vector<account_id> one(1, who);
    const auto left = co_await limits_->power_left(tx, std::move(one));
    const auto power = left.find(who);
    if (power != left.end()) found.who.exposure_left = power->second + maximum_led_with(found.standing, who);
}

result<command_result> acts::repeated(const command& asked, const wish& w, const repository::locked_situation& found) {
    const auto& [act, bid] = found.earlier;
    if (!act || act->lot != asked.lot || act->done.kind != w.kind) return refuse(key_reused);
    const auto& then = act->done;
    bool same = then.content.reason == w.asked.reason && bid.has_value() == (w.kind == act_kind::retracted && w.amount.has_value());
    if (w.amount) same = same && w.amount->currency == found.now.standing.currency;
    if (w.kind == act_kind::buy_now) same = same && then.after.price == w.amount->amount;
    if (w.kind == act_kind::bids_cancelled) same = same && then.content.bidder == w.asked.bidder;
    if (w.kind == act_kind::reserve_changed) same = same && then.content.reserve == w.asked.reserve;
    if (bid && w.amount) same = same && bid->max == w.amount->amount;
    if (!same) return refuse(key_reused);
    command_result answer;
    answer.act = first_answer(*act, found.now.standing);
    if (bid) answer.bid = first_answer(*bid, found.now.standing);
    return answer;
}

}  // namespace gavel::bidding
