#include "modules/bidding/moderation.hpp"

#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/errors.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace gavel::bidding {

namespace {

using std::chrono::seconds;

const problem* why_not_decide(const standing& lot, const moderator& by) {
    if (!by.is_moderator) return &moderators_only;
    return by.has_bid || by.account == lot.seller ? &moderator_involved : nullptr;
}

act moderators_act(const standing& lot, act_kind kind, const moderator& by, act_reason reason, instant now) {
    auto begun = act_on(lot, kind, actor::moderator, by.account, now);
    begun.content.reason = reason;
    return begun;
}

// How much of [from, to) lies in any of the gaps.
instant::duration lost_between(instant from, instant to, std::span<const gap> gaps) {
    std::vector<gap> ordered(gaps.begin(), gaps.end());
    std::ranges::sort(ordered, {}, &gap::began_at);
    instant::duration lost{0};
    for (const auto& each : ordered) {
        const auto began = std::max(each.began_at, from);
        const auto ended = std::min(each.ended_at, to);
        if (ended <= began) continue;
        lost += ended - began;
        from = ended;
    }
    return lost;
}

// The last seconds are the ones that bidders wait for: an outage over the end counts by its own length, not by how little of it came
// before.
bool swallowed(instant ends_at, std::span<const gap> gaps, instant::duration lost_max) {
    return std::ranges::any_of(gaps, [&](const gap& each) {
        return each.began_at < ends_at && ends_at <= each.ended_at && each.ended_at - each.began_at > lost_max;
    });
}

}  // namespace

const problem* why_not_freeze(const standing& lot, const moderator& by, instant now) {
    if (const auto* why = why_not_decide(lot, by)) return why;
    return why_not_open(lot, now);
}

result<decision> freeze(const standing& lot, const moderator& by, act_reason reason, instant now) {
    if (const auto* why = why_not_freeze(lot, by, now)) return refuse_about(lot, *why);
    return decide(lot, moderators_act(lot, act_kind::frozen, by, reason, now));
}

const problem* why_not_resume(const standing& lot, const moderator& by) {
    if (const auto* why = why_not_decide(lot, by)) return why;
    return lot.state == lot_state::frozen ? nullptr : &lot_not_frozen;
}

result<decision> resume(const standing& lot, const moderator& by, act_reason reason, instant now, const moderation_policy& policy) {
    if (const auto* why = why_not_resume(lot, by)) return refuse_about(lot, *why);
    auto begun = moderators_act(lot, act_kind::resumed, by, reason, now);
    const auto left = std::max<instant::duration>(lot.ends_at - *lot.frozen_at, seconds(policy.resumed_least_s));
    begun.content.ends_at = now + left;
    return decide(lot, std::move(begun));
}

const problem* why_not_remove(const standing& lot, const moderator& by, instant now) {
    if (const auto* why = why_not_decide(lot, by)) return why;
    return why_not_open(lot, now) == &lot_ended ? &lot_ended : nullptr;
}

result<decision> remove(const standing& lot, const moderator& by, act_reason reason, instant now) {
    if (const auto* why = why_not_remove(lot, by, now)) return refuse_about(lot, *why);
    return decide(lot, moderators_act(lot, act_kind::cancelled, by, reason, now));
}

std::optional<decision> extend_for_outage(const standing& lot, std::span<const gap> gaps, instant now, const outage_policy& policy) {
    if (started(lot, now).state != lot_state::running) return std::nullopt;
    const auto from = std::max(lot.starts_at, lot.ends_at - seconds(policy.watched_s));
    const bool lost = lost_between(from, lot.ends_at, gaps) > seconds(policy.lost_max_s);
    if (!lost && !swallowed(lot.ends_at, gaps, seconds(policy.lost_max_s))) return std::nullopt;
    const auto ends_at = now + seconds(policy.left_s);
    if (ends_at <= lot.ends_at) return std::nullopt;
    auto begun = act_on(lot, act_kind::extended, actor::system, std::nullopt, now);
    begun.content.reason = act_reason::outage;
    begun.content.ends_at = ends_at;
    return decide(lot, std::move(begun));
}

}  // namespace gavel::bidding
