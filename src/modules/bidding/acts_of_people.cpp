// What each command adds to the shape in acts.cpp.
#include "base/random.hpp"
#include "modules/bidding/acts.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/repository_blocks.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/lots/reserve.hpp"

#include <algorithm>
#include <utility>

namespace gavel::bidding {

namespace {

result<outcome> alone(result<decision> decided) {
    if (!decided) return std::unexpected(std::move(decided.error()));
    outcome all;
    all.acts.push_back(std::move(*decided));
    return all;
}

moderator moderator_of(const command& asked, const situation& found) { return {*asked.by, asked.moderates, found.who.number.has_value()}; }

// the bid that was meant, judged on what the retraction leaves. Whoever types it anew means it.
result<outcome> with_bid(result<decision> taken_back, const command& asked, const money& max, const situation& found,
                         const bid_policy& policy) {
    auto all = alone(std::move(taken_back));
    if (!all) return all;
    placed_offer meant;
    meant.bid.lot = asked.lot;
    meant.bid.bidder = *asked.by;
    meant.bid.max = max;
    meant.bid.confirmed = true;
    meant.bid.idempotency_key = asked.idempotency_key;
    auto accepted = judge(all->acts.back().after, meant.bid, found.who, found.now, policy);
    if (!accepted) return std::unexpected(accepted.error());
    meant.accepted = std::move(*accepted);
    all->bid = std::move(meant);
    return all;
}

std::int32_t number_of(const std::vector<record>& log, account_id bidder) {
    for (const auto& each : log)
        if (const auto* bid = std::get_if<bid_record>(&each); bid && bid->bidder == bidder) return bid->number;
    return 0;
}

}  // namespace

awaitable<result<command_result>> acts::buy(command asked, money price, pg::deadline until) {
    wish w(act_kind::buy_now);
    w.amount = price;
    w.binds = true;
    w.needs.everybody = true;
    w.decide = [buyer = *asked.by, price](const situation& found) {
        return alone(bidding::buy(found.standing, {buyer, price}, found.who, found.now));
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::retract(command asked, act_reason reason, std::optional<money> rebid, pg::deadline until) {
    wish w(act_kind::retracted);
    w.asked.reason = reason;
    w.amount = rebid;
    w.binds = rebid.has_value();
    w.needs.log = true;
    w.decide = [this, asked, reason, rebid](const situation& found) {
        const retraction mine{*asked.by, found.who.number.value_or(0), reason};
        auto taken_back = bidding::retract(found.standing, found.log, mine, found.retractions, found.now, options_.rules.retractions);
        return rebid ? with_bid(std::move(taken_back), asked, *rebid, found, options_.rules.bids) : alone(std::move(taken_back));
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::cancel_bids(command asked, std::int32_t number, act_reason reason, bool block, pg::deadline until) {
    wish w(act_kind::bids_cancelled);
    w.asked.reason = reason;
    w.asked.bidder = number;
    w.needs.log = true;
    w.needs.blocks = block;
    w.decide = [seller = *asked.by, number, reason, block](const situation& found) {
        auto decided = alone(bidding::cancel_bids(found.standing, found.log, {seller, number, reason}, found.now));
        if (decided && block && found.blocked >= blocked_max) return result<outcome>(refuse(too_many_blocked, {{"max", blocked_max}}));
        return decided;
    };
    if (block)
        w.besides = [seller = *asked.by, lot = asked.lot, number](pg::transaction& tx, const outcome&) {
            repository::block(tx, seller, lot, number);
        };
    return take(std::move(asked), std::move(w), until);
}

// The reserve is also among what the seller wrote: both change together, the lot's row is locked first.
awaitable<result<command_result>> acts::change_reserve(command asked, std::optional<money> reserve, pg::deadline until) {
    wish w(act_kind::reserve_changed);
    if (reserve) w.asked.reserve = reserve->amount;
    w.before = [lot = asked.lot](pg::transaction& tx) { lots::lock_reserve(tx, lot); };
    w.decide = [this, seller = *asked.by, reserve](const situation& found) {
        salt drawn{};
        fill_randomly(drawn);
        return alone(bidding::change_reserve(found.standing, {seller, reserve}, drawn, found.now, options_.rules));
    };
    w.besides = [lot = asked.lot, amount = w.asked.reserve](pg::transaction& tx, const outcome&) { lots::store_reserve(tx, lot, amount); };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::cancel(command asked, act_reason reason, pg::deadline until) {
    wish w(act_kind::cancelled);
    w.asked.reason = reason;
    w.needs.everybody = true;
    w.decide = [this, seller = *asked.by, reason](const situation& found) {
        return alone(bidding::cancel(found.standing, seller, reason, found.now, options_.rules.sellers));
    };
    w.besides = [](pg::transaction& tx, const outcome& all) {
        const auto& cancelled = all.acts.back();
        if (is_strike(cancelled)) repository::store_strike(tx, cancelled.after.seller, cancelled.after.lot, cancelled.done.at);
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::sell_early(command asked, pg::deadline until) {
    wish w(act_kind::sold_early);
    w.needs.everybody = true;
    w.decide = [seller = *asked.by](const situation& found) { return alone(bidding::sell_early(found.standing, seller, found.now)); };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::freeze(command asked, act_reason reason, pg::deadline until) {
    wish w(act_kind::frozen);
    w.asked.reason = reason;
    w.needs.everybody = true;
    w.decide = [asked, reason](const situation& found) {
        return alone(bidding::freeze(found.standing, moderator_of(asked, found), reason, found.now));
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::resume(command asked, act_reason reason, pg::deadline until) {
    wish w(act_kind::resumed);
    w.asked.reason = reason;
    w.needs.everybody = true;
    w.decide = [this, asked, reason](const situation& found) {
        return alone(bidding::resume(found.standing, moderator_of(asked, found), reason, found.now, options_.rules.moderation));
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::remove(command asked, act_reason reason, pg::deadline until) {
    wish w(act_kind::cancelled);
    w.asked.reason = reason;
    w.needs.everybody = true;
    w.decide = [asked, reason](const situation& found) {
        return alone(bidding::remove(found.standing, moderator_of(asked, found), reason, found.now));
    };
    return take(std::move(asked), std::move(w), until);
}

awaitable<result<command_result>> acts::ban(lot_id lot, account_id suspended, pg::deadline until) {
    command asked;
    asked.lot = lot;
    wish w(act_kind::bids_cancelled);
    w.asked.reason = act_reason::suspended;
    w.needs.log = true;
    w.needs.everybody = true;
    w.decide = [this, suspended](const situation& found) -> result<outcome> {
        auto decided = bidding::ban(found.standing, found.log, number_of(found.log, suspended), found.now, options_.rules.moderation);
        if (!decided) return std::unexpected(decided.error());
        outcome all;
        all.acts = std::move(*decided);
        return all;
    };
    return perform(std::move(asked), std::move(w), until);
}

}  // namespace gavel::bidding
