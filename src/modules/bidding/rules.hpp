// The rules of an English auction with maximum bids. Pure: values and time in, verdict out; the caller holds the lot's lock.
// Sources: auction rules R-1…R-20 (price and leader), R-30…R-33 (soft and hard close), R-64 (who may not bid).
#pragma once
#include "base/error.hpp"
#include "modules/bidding/model.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding {

// Bounds on what a person may type.
struct amount_policy {
    std::int64_t granularity = 100;        // minor units; every amount is a multiple
    std::int64_t max = gavel::amount_max;
};

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

// The lowest first bid or next bid (always acceptable from anybody but leader and seller).
std::int64_t min_next(const standing& lot);
reserve_status reserve_of(const standing& lot);
public_standing public_view(const standing& lot);

// `known_number`: the bidder's number on this lot if they have bid before. The order of refusals is public behaviour:
// lot_not_started, lot_ended, own_lot, wrong_currency, amount_too_large, amount_not_whole, max_not_higher, bid_too_low.
result<verdict> judge(const standing& lot, const offer& bid, std::optional<std::int32_t> known_number, instant now,
                      const amount_policy& policy);

// The standing after the hammer; nothing if the lot does not run or its end has not come.
std::optional<standing> closed(const standing& lot, instant now);

// How an account stands to a lot it has bid on.
relation relation_of(const standing& lot, account_id bidder);

}  // namespace gavel::bidding
