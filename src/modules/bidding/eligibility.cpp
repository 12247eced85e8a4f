#include "modules/bidding/eligibility.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/price.hpp"

#include <utility>

namespace gavel::bidding {

const problem* why_not_open(const standing& lot, instant now) {
    switch (lot.state) {
        case lot_state::frozen: return &lot_frozen;
        case lot_state::scheduled:
        case lot_state::running:
            if (now < lot.starts_at) return &lot_not_started;
            return now < lot.ends_at ? nullptr : &lot_ended;
        default: return &lot_ended;
    }
}

namespace {

const problem* why_not_meet(const standing& lot, account_id person, const bidder_facts& who, instant now) {
    if (const auto* why = why_not_open(lot, now)) return why;
    if (person == lot.seller) return &own_lot;
    if (who.suspended) return &account_suspended;
    return who.admitted ? nullptr : &not_admitted;
}

}  // namespace

const problem* why_not_take_part(const standing& lot, account_id person, const bidder_facts& who, instant now) {
    if (const auto* why = why_not_meet(lot, person, who, now)) return why;
    return who.deposit_needed ? &deposit_required : nullptr;
}

// Nobody is asked for a deposit who could not bid with it.
const problem* why_not_bid(const standing& lot, account_id bidder, const bidder_facts& who, instant now) {
    if (const auto* why = why_not_meet(lot, bidder, who, now)) return why;
    if (who.related) return &not_admitted;
    return who.deposit_needed ? &deposit_required : nullptr;
}

bool is_unusual(std::int64_t max, std::int64_t min_next, const bidder_facts& who, const bid_policy& policy) {
    if (max > policy.confirm_times * min_next) return true;
    return who.earlier_bids >= policy.confirm_after_bids && max > policy.confirm_times * who.highest_earlier_max;
}

std::int64_t maximum_led_with(const standing& lot, account_id who) { return lot.leader && lot.leader->bidder == who ? lot.leader->max : 0; }

bool exceeds_exposure(std::int64_t amount, const bidder_facts& who) {
    return !who.secured && who.exposure_left && amount > *who.exposure_left;
}

boost::json::object deposit_facts(const problem& why, const standing& lot, const bidder_facts& who) {
    boost::json::object facts;
    if (&why == &deposit_required && who.deposit_needed.value_or(0) > 0)
        facts["deposit"] = to_json(money{*who.deposit_needed, lot.currency});
    return facts;
}

std::unexpected<error> refuse_about(const standing& lot, const problem& why, boost::json::object facts) {
    facts.emplace("min_next", to_json(money{min_next(lot), lot.currency}));
    facts.emplace("ends_at", format_instant(lot.ends_at));
    facts.emplace("version", lot.version);
    return refuse(why, std::move(facts));
}

}  // namespace gavel::bidding
