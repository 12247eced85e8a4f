#include "modules/bidding/seller.hpp"

#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/price.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace gavel::bidding {

namespace {

bool quiet(const standing& lot, instant now, const seller_policy& policy) {
    return lot.ends_at - now < std::chrono::seconds(policy.quiet_s);
}

std::unexpected<error> refuse_field(std::string_view field, std::string_view code, boost::json::object more = {}) {
    more["field"] = field;
    more["code"] = code;
    return refuse(http::invalid_input, {{"errors", boost::json::array{std::move(more)}}});
}

// A reserve lies above the start price and below the price for buying at once.
result<void> judge_reserve(const standing& lot, const money& reserve, const bid_policy& policy) {
    if (reserve.currency != lot.currency)
        return refuse_field("reserve", "not_allowed", {{"allowed", boost::json::array{lot.currency.code()}}});
    if (reserve.amount % policy.granularity != 0) return refuse_field("reserve", "not_a_multiple", {{"of", policy.granularity}});
    const auto max = lot.buy_now ? *lot.buy_now - policy.granularity : policy.max;
    if (reserve.amount <= lot.start || reserve.amount > max)
        return refuse_field("reserve", "out_of_range", {{"min", lot.start + policy.granularity}, {"max", max}});
    return {};
}

}  // namespace

const problem* why_not_edit(const standing& lot, account_id by, instant now, const seller_policy& policy) {
    if (by != lot.seller) return &seller_only;
    if (const auto* why = why_not_open(lot, now)) return why;
    if (lot.leader) return &lot_has_bids;
    return quiet(lot, now, policy) ? &too_close_to_end : nullptr;
}

result<decision> change_terms(const standing& lot, const terms_edit& asked, const salt& drawn, instant now, const seller_policy& policy) {
    if (const auto* why = why_not_edit(lot, asked.by, now, policy)) return refuse_about(lot, *why);
    if (asked.ends_at <= now) return refuse_field("ends_at", "in_the_past");
    terms chosen = lot;
    chosen.start = asked.start;
    chosen.reserve = asked.reserve;
    if (chosen.reserve != lot.reserve) chosen.reserve_salt = drawn;
    chosen.buy_now = asked.buy_now;
    chosen.step = asked.step;
    chosen.hard_ends_at += asked.ends_at - lot.ends_at;
    chosen.ends_at = asked.ends_at;
    auto begun = act_on(lot, act_kind::terms_changed, actor::seller, asked.by, now);
    begun.content.terms = std::move(chosen);
    begun.content.fields = asked.fields;
    return decide(lot, std::move(begun));
}

const problem* why_not_change_reserve(const standing& lot, account_id by, instant now, const seller_policy& policy) {
    return lot.reserve && by == lot.seller ? why_not_open(lot, now) : why_not_edit(lot, by, now, policy);
}

result<decision> change_reserve(const standing& lot, const reserve_change& asked, const salt& drawn, instant now, const policy& rules) {
    if (const auto* why = why_not_change_reserve(lot, asked.by, now, rules.sellers)) return refuse_about(lot, *why);
    if (asked.reserve) {
        if (const auto good = judge_reserve(lot, *asked.reserve, rules.bids); !good) return std::unexpected(good.error());
    }
    const bool lower = lot.reserve && (!asked.reserve || asked.reserve->amount < *lot.reserve);
    const bool added = !lot.reserve && asked.reserve;
    if (!lower && !added) return refuse_about(lot, reserve_only_lower, {{"field", "reserve"}});
    auto begun = act_on(lot, act_kind::reserve_changed, actor::seller, asked.by, now);
    if (asked.reserve) {
        begun.content.reserve = asked.reserve->amount;
        begun.content.reserve_salt = drawn;
    }
    begun.content.granularity = rules.bids.granularity;
    return decide(lot, std::move(begun));
}

const problem* why_not_cancel(const standing& lot, account_id by, instant now, const seller_policy& policy) {
    if (by != lot.seller) return &seller_only;
    const auto* closed = why_not_open(lot, now);
    if (closed && closed != &lot_not_started) return closed;
    return lot.leader && quiet(lot, now, policy) ? &sell_or_wait : nullptr;
}

result<decision> cancel(const standing& lot, account_id by, act_reason reason, instant now, const seller_policy& policy) {
    if (const auto* why = why_not_cancel(lot, by, now, policy)) return refuse_about(lot, *why);
    auto begun = act_on(lot, act_kind::cancelled, actor::seller, by, now);
    begun.content.reason = reason;
    return decide(lot, std::move(begun));
}

bool is_strike(const decision& cancelled) { return cancelled.done.actor == actor::seller && cancelled.after.leader.has_value(); }

const problem* why_not_sell_early(const standing& lot, account_id by, instant now) {
    if (by != lot.seller) return &seller_only;
    if (const auto* why = why_not_open(lot, now)) return why;
    if (!lot.leader) return &lot_without_bids;
    return reserve_of(lot) == reserve_status::not_met ? &reserve_not_reached : nullptr;
}

result<decision> sell_early(const standing& lot, account_id by, instant now) {
    if (const auto* why = why_not_sell_early(lot, by, now)) return refuse_about(lot, *why);
    return decide(lot, act_on(lot, act_kind::sold_early, actor::seller, by, now));
}

const problem* why_not_relist(const standing& lot, account_id by) {
    if (by != lot.seller) return &seller_only;
    if (lot.state == lot_state::ended_unsold) return nullptr;
    const bool by_seller = lot.cancelled_for && std::ranges::find(seller_cancellation_reasons, to_string(*lot.cancelled_for)) !=
                                                    seller_cancellation_reasons.end();
    return by_seller ? nullptr : &not_relistable;
}

}  // namespace gavel::bidding
