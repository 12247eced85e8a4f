// Who may bid or buy, and whether a lot is open. Every question answers the problem that stands in the way, or
// nothing; the same answers make refusals and greyed-out buttons.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/model.hpp"
#include "modules/bidding/policy.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>

namespace gavel::bidding {

// What is known of the person who bids or buys, read under the lock.
struct bidder_facts {
    std::optional<std::int32_t> number;  // on this lot, if they have bid before
    bool suspended = false;
    bool admitted = true;                        // not: blocked by the seller, moderated this lot
    bool related = false;                        // to the seller, as declared: may buy at the fixed price, but not bid
    bool secured = false;                        // whoever binds themselves to this lot has made a deposit: no limit counts it
    std::optional<std::int64_t> deposit_needed;  // before they may; 0: so much as deposits say; nothing: none, or it is made
    std::optional<std::int64_t> exposure_left;   // their limit less the maxima they lead with on other lots; nothing: no limit
    std::int64_t earlier_bids = 0;               // on all lots
    std::int64_t highest_earlier_max = 0;
};

// lot_not_started, lot_frozen, lot_ended: time decides, not the flag, except where a clock stands or somebody ended the lot.
const problem* why_not_open(const standing& lot, instant now);

// why_not_open, own_lot, account_suspended, not_admitted, deposit_required.
const problem* why_not_bid(const standing& lot, account_id bidder, const bidder_facts& who, instant now);
const problem* why_not_take_part(const standing& lot, account_id person, const bidder_facts& who, instant now);  // also without bidding

// The amount is so high that the person is asked whether they mean it.
bool is_unusual(std::int64_t max, std::int64_t min_next, const bidder_facts& who, const bid_policy& policy);

//
// What they bind themselves to on this lot already: 0 unless they lead.
std::int64_t maximum_led_with(const standing& lot, account_id who);
bool exceeds_exposure(std::int64_t amount, const bidder_facts& who);

// What deposit_required says besides, nothing for other problems.
boost::json::object deposit_facts(const problem& why, const standing& lot, const bidder_facts& who);

// A refusal about one lot: with min_next (unless `facts` say it better), ends_at and version.
std::unexpected<error> refuse_about(const standing& lot, const problem& why, boost::json::object facts = {});

}  // namespace gavel::bidding
