// What moderators and outages do to a running lot: stop its clock, let it go on, end it, give lost time back (R-34, auction rules 2.1).
#pragma once
#include "base/error.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/policy.hpp"

#include <optional>
#include <span>

namespace gavel::bidding {

struct moderator {
    account_id account;
    bool is_moderator = false;  // nothing below is allowed without
    bool has_bid = false;       // on this lot: a moderator does not decide about a lot they sell or bid on
};

// moderators_only, moderator_involved, why_not_open.
const problem* why_not_freeze(const standing& lot, const moderator& by, instant now);
result<decision> freeze(const standing& lot, const moderator& by, act_reason reason, instant now);

// moderators_only, moderator_involved, lot_not_frozen. The lot goes on with what it had left, at least half an hour.
const problem* why_not_resume(const standing& lot, const moderator& by);
result<decision> resume(const standing& lot, const moderator& by, act_reason reason, instant now, const moderation_policy& policy);

// moderators_only, moderator_involved, lot_ended.
const problem* why_not_remove(const standing& lot, const moderator& by, instant now);
result<decision> remove(const standing& lot, const moderator& by, act_reason reason, instant now);

// A stretch of time in which the service took no bids.
struct gap {
    instant began_at, ended_at;
};

// a running lot that lost more than a minute of its last half hour, or would have ended in a gap that was longer than a minute, gets
// half an hour from now. Nothing if it lost less, is not running or has more left anyway. Gaps in any order; what they share counts once.
std::optional<decision> extend_for_outage(const standing& lot, std::span<const gap> gaps, instant now, const outage_policy& policy);

}  // namespace gavel::bidding
