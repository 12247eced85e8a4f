// A bid under the rules of an English auction, the fall of the hammer, and what people see of a lot. Pure: values and time in, verdict out;
// the caller holds the lot's lock. Several bids in a row are judged each on what the one before it left (verdict::after).
#pragma once
#include "base/error.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/model.hpp"
#include "modules/bidding/policy.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding {

// Everything one accepted offer changes.
struct verdict {
    standing after;
    std::int64_t seq = 0;  // of this offer
    bid_outcome outcome = bid_outcome::leading;
    std::vector<price_step> steps;  // in order; the last one is at after.price; empty for a silent raise
    std::int32_t bidder_number = 0;
    std::optional<account_id> displaced;  // who led before and does no longer
    bool extended = false;                // the end moved
    bool public_change = true;            // false: nothing anybody else can see; the version stays
};

// The order of refusals is public behaviour: lot_not_started or lot_frozen or lot_ended (at most one is true), own_lot, account_suspended,
// not_admitted, deposit_required (deposit), wrong_currency, amount_too_large, amount_not_whole, max_not_higher, bid_too_low,
// exposure_exceeded, confirm_amount.
result<verdict> judge(const standing& lot, const offer& bid, const bidder_facts& who, instant now, const bid_policy& policy);

// The record of an accepted offer; its hash comes with seal() (audit.hpp).
bid_record record_of(const offer& bid, const verdict& v, const salt& drawn, instant now);

// The fall of the hammer; nothing if the lot does not run or its end has not come.
std::optional<decision> closed(const standing& lot, instant now);

public_standing public_view(const standing& lot);

// How an account stands to a lot on which it has bids that were not withdrawn.
relation relation_of(const standing& lot, account_id bidder);

}  // namespace gavel::bidding
