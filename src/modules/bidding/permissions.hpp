// What one person may do about a lot now, and why not (Relation.may). Asks exactly what the commands ask.
#pragma once
#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/model.hpp"
#include "modules/bidding/policy.hpp"
#include "modules/bidding/retraction.hpp"

namespace gavel::bidding {

struct person {
    account_id account;
    bool is_moderator = false;
    bidder_facts bidder;
    retraction_facts retractions;
};

permissions permissions_of(const standing& lot, const person& who, instant now, const policy& rules);

// The relation of a person to a lot with all that follows from it.
full_relation in_full(lot_relation stands, const standing& lot, const person& who, instant now, const policy& rules);

}  // namespace gavel::bidding
