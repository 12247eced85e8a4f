#include "modules/bidding/retraction.hpp"

#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/errors.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace gavel::bidding {

namespace {

using std::chrono::seconds;

// all bids early on, later only the latest and only soon after it.
std::optional<retractable> by_time(const standing& lot, instant latest, instant now, const retraction_policy& policy) {
    const auto all_until = lot.ends_at - seconds(policy.all_until_s);
    const auto latest_until = std::min(latest + seconds(policy.latest_within_s), lot.ends_at - seconds(policy.closed_s));
    if (now < all_until) return retractable{retraction_scope::all, std::max(all_until, latest_until)};
    if (now <= latest + seconds(policy.latest_within_s)) return retractable{retraction_scope::latest, latest_until};
    return std::nullopt;
}

// Auction rules 2.1: a lot that is no longer what was bid on may be left for a day.
std::optional<retractable> by_description(const standing& lot, instant latest, std::optional<instant> described_at, instant now,
                                          const retraction_policy& policy) {
    if (!described_at || *described_at <= latest) return std::nullopt;
    const auto until = *described_at + seconds(policy.described_within_s);
    if (now >= until) return std::nullopt;
    return retractable{retraction_scope::all, std::min(until, lot.ends_at - seconds(policy.closed_s))};
}

result<decision> withdraw(const standing& lot, std::span<const record> log, act asked) {
    if (asked.content.bids.empty()) return refuse_about(lot, no_standing_bids);
    return decide(lot, std::move(asked), log);
}

// Every bid of one bidder that stands.
act cancellation_act(const standing& lot, std::span<const record> log, std::int32_t number, act_reason reason, actor by,
                     std::optional<account_id> account, instant now) {
    auto begun = act_on(lot, act_kind::bids_cancelled, by, account, now);
    begun.content.reason = reason;
    begun.content.bidder = number;
    for (const auto& bid : standing_bids_of(log, number)) begun.content.bids.push_back(bid.seq);
    return begun;
}

}  // namespace

std::expected<retractable, const problem*> retractable_now(const standing& lot, const retraction_facts& facts,
                                                           std::optional<act_reason> reason, instant now, const retraction_policy& policy) {
    if (const auto* why = why_not_open(lot, now)) return std::unexpected(why);
    if (facts.bids.empty()) return std::unexpected(&no_standing_bids);
    if (lot.ends_at - now <= seconds(policy.closed_s)) return std::unexpected(&retraction_closed);
    const auto latest = facts.bids.back().at;
    std::optional<retractable> found;
    if (reason != act_reason::description_changed) found = by_time(lot, latest, now, policy);
    if (!found && (!reason || reason == act_reason::description_changed))
        found = by_description(lot, latest, facts.described_at, now, policy);
    if (!found) return std::unexpected(reason == act_reason::description_changed ? &description_not_changed : &retraction_closed);
    if (facts.recent >= policy.most) return std::unexpected(&too_many_retractions);
    return *found;
}

result<decision> retract(const standing& lot, std::span<const record> log, const retraction& asked, const retraction_facts& facts,
                         instant now, const retraction_policy& policy) {
    const auto found = retractable_now(lot, facts, asked.reason, now, policy);
    if (!found) return refuse_about(lot, *found.error());
    auto begun = act_on(lot, act_kind::retracted, actor::bidder, asked.bidder, now);
    begun.content.reason = asked.reason;
    begun.content.bidder = asked.number;
    if (found->scope == retraction_scope::latest) begun.content.bids = {facts.bids.back().seq};
    else
        for (const auto& bid : facts.bids) begun.content.bids.push_back(bid.seq);
    return withdraw(lot, log, std::move(begun));
}

const problem* why_not_cancel_bids(const standing& lot, account_id by, instant now) {
    if (by != lot.seller) return &seller_only;
    if (const auto* why = why_not_open(lot, now)) return why;
    return lot.leader ? nullptr : &no_standing_bids;
}

result<decision> cancel_bids(const standing& lot, std::span<const record> log, const bid_cancellation& asked, instant now) {
    if (const auto* why = why_not_cancel_bids(lot, asked.by, now)) return refuse_about(lot, *why);
    return withdraw(lot, log, cancellation_act(lot, log, asked.number, asked.reason, actor::seller, asked.by, now));
}

result<std::vector<decision>> ban(const standing& lot, std::span<const record> log, std::int32_t number, instant now,
                                  const moderation_policy& policy) {
    std::vector<decision> made;
    if (lot.state != lot_state::frozen) {
        if (const auto* why = why_not_open(lot, now)) return refuse_about(lot, *why);
        if (lot.ends_at - now <= seconds(policy.ban_closed_s)) {
            auto stop = act_on(lot, act_kind::frozen, actor::system, std::nullopt, now);
            stop.content.reason = act_reason::suspended;
            made.push_back(decide(lot, std::move(stop)));
        }
    }
    const auto& before = made.empty() ? lot : made.back().after;
    auto cancelled = withdraw(before, log, cancellation_act(before, log, number, act_reason::suspended, actor::system, std::nullopt, now));
    if (!cancelled) return std::unexpected(std::move(cancelled.error()));
    made.push_back(std::move(*cancelled));
    return made;
}

}  // namespace gavel::bidding
