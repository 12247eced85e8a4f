// Buying at once for the fixed price.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/eligibility.hpp"

namespace gavel::bidding {

// "I buy it for the price I was shown."
struct purchase {
    account_id buyer;
    money price;
};

// why_not_take_part, no_buy_now, buy_now_gone.
const problem* why_not_buy(const standing& lot, account_id buyer, const bidder_facts& who, instant now);

// After these: buy_now_changed (the price is another by now), exposure_exceeded.
result<decision> buy(const standing& lot, const purchase& wanted, const bidder_facts& who, instant now);

}  // namespace gavel::bidding
