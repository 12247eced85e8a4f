// Taking bids out of a lot: by their bidder, by the seller, by a ban. What that does to price and leader is a replay
// each command is given the whole log of the lot.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/policy.hpp"
#include "modules/bidding/replay.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace gavel::bidding {

// What is known of somebody who wants to take bids back.
struct retraction_facts {
    std::vector<standing_bid> bids;       // their own on this lot, ascending
    std::int64_t recent = 0;              // their retractions on all lots within retraction_policy::most_days
    std::optional<instant> described_at;  // when the seller last added to the description
};

// What a retraction takes back now, and when time alone ends that.
struct retractable {
    retraction_scope scope = retraction_scope::all;
    instant until;

    bool operator==(const retractable&) const = default;
};

// why_not_open, no_standing_bids, retraction_closed or (for that reason) description_not_changed, too_many_retractions. Without a reason:
// what any reason would allow.
std::expected<retractable, const problem*> retractable_now(const standing& lot, const retraction_facts& facts,
                                                           std::optional<act_reason> reason, instant now, const retraction_policy& policy);

struct retraction {
    account_id bidder;
    std::int32_t number = 0;
    act_reason reason = act_reason::wrong_amount;
};

// With wrong_amount the caller judges the bid that was meant on decision::after, in the same transaction.
result<decision> retract(const standing& lot, std::span<const record> log, const retraction& asked, const retraction_facts& facts,
                         instant now, const retraction_policy& policy);

struct bid_cancellation {
    account_id by;
    std::int32_t number = 0;  // whose bids
    act_reason reason = act_reason::bidder_asked;
};

// seller_only, why_not_open, no_standing_bids (of anybody).
const problem* why_not_cancel_bids(const standing& lot, account_id by, instant now);
result<decision> cancel_bids(const standing& lot, std::span<const record> log, const bid_cancellation& asked, instant now);

// The bids of a suspended account go by themselves, also from a frozen lot; in the last hour of a lot that runs its clock is stopped
// first. lot_not_started, lot_ended, no_standing_bids.
result<std::vector<decision>> ban(const standing& lot, std::span<const record> log, std::int32_t number, instant now,
                                  const moderation_policy& policy);

}  // namespace gavel::bidding
