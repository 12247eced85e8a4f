// Price and leader under maximum bids. Pure: no clock, nobody's rights; whoever calls has checked those.
#pragma once
#include "modules/bidding/increments.hpp"
#include "modules/bidding/model.hpp"
#include "modules/lots/rules.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding {

// The steps of this lot by price: one flat row if its seller chose the step.
std::vector<increment_row> increments_of(const terms& lot);

// Which flat steps a seller may choose at this start price, in whole multiples of the granularity.
using lots::step_bounds;
step_bounds step_bounds_of(const money& start, std::int64_t granularity);

// The lowest first bid or next bid (always acceptable from anybody but leader and seller).
std::int64_t min_next(const standing& lot);
reserve_status reserve_of(const standing& lot);

// What buying at once costs while it is possible: until the first bid without a reserve, until the reserve is met with one.
std::optional<std::int64_t> buy_now_of(const standing& lot);

// Lets an acceptable maximum act on price, leader and the number of bids. Adds what became visible to `steps`.
bid_outcome apply_maximum(standing& lot, const leadership& bid, std::vector<price_step>& steps);

// A lower reserve, or none. A leader whose hidden maximum would reach the new reserve is cut to just under it, so that lowering
// never spends anybody's money; the price stays. True if that happened.
bool apply_reserve(standing& lot, std::optional<std::int64_t> reserve, const salt& drawn, std::int64_t granularity);

}  // namespace gavel::bidding
