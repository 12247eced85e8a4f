#include "modules/bidding/rules.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/increments.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace gavel::bidding {

namespace {

std::int64_t one_step_above(const standing& lot, std::int64_t amount) { return amount + increments_named(lot.increments).step_at(amount); }

// a refusal says what would be accepted, and on which state it was judged.
std::unexpected<error> refused(const problem& why, const standing& lot, std::int64_t least, bool amount_at_fault = true) {
    boost::json::object facts{
        {"min_next", to_json(money{least, lot.currency})}, {"ends_at", format_instant(lot.ends_at)}, {"version", lot.version}};
    if (amount_at_fault) facts["field"] = "max";
    return refuse(why, std::move(facts));
}

// Collects the visible price and its history while an offer is applied.
class ascent {
public:
    ascent(standing& lot, std::vector<price_step>& steps) : lot_(lot), steps_(steps) {}

    // a step is shown only if it raises the visible price.
    void to(std::int64_t amount, account_id bidder, step_reason reason) {
        if (lot_.price && amount <= *lot_.price) return;
        lot_.price = amount;
        ++lot_.steps;
        steps_.push_back({bidder, amount, reason});
    }

    // a leader whose maximum reaches the reserve brings the price to it; R-20 chase: until then the price is the whole maximum.
    void towards_reserve() {
        if (!lot_.reserve || *lot_.price >= *lot_.reserve) return;
        if (lot_.leader->max >= *lot_.reserve) to(*lot_.reserve, lot_.leader->bidder, step_reason::reserve);
        else if (lot_.chase) to(lot_.leader->max, lot_.leader->bidder, step_reason::reserve);
    }

private:
    standing& lot_;
    std::vector<price_step>& steps_;
};

// Called only for bids that are not the leader's own raise.
bool extend(standing& lot, instant now) {
    const auto left = lot.ends_at - now;
    if (left > std::chrono::seconds(lot.soft.window_s)) return false;
    const auto from = lot.soft.mode == soft_close_mode::reset ? now : lot.ends_at;
    const auto wanted = std::min(from + std::chrono::seconds(lot.soft.extend_s), lot.hard_ends_at);
    if (wanted <= lot.ends_at) return false;
    lot.ends_at = wanted;
    return true;
}

//
void raise_own(verdict& v, std::int64_t max) {
    auto& lot = v.after;
    lot.leader->max = max;
    lot.leader->seq = v.seq;
    ascent(lot, v.steps).towards_reserve();
    v.outcome = bid_outcome::raised;
    v.public_change = !v.steps.empty();
}

//
void challenge(verdict& v, account_id bidder, std::int64_t max) {
    auto& lot = v.after;
    ascent price(lot, v.steps);
    const leadership challenger{bidder, v.bidder_number, max, v.seq};
    if (!lot.leader) {
        lot.leader = challenger;
        price.to(lot.start, bidder, step_reason::opening);
        price.towards_reserve();
    } else if (max > lot.leader->max) {
        const auto former = *lot.leader;
        lot.leader = challenger;
        price.to(former.max, former.bidder, step_reason::exhausted);
        price.to(std::min(max, one_step_above(lot, former.max)), bidder, step_reason::takeover);
        price.towards_reserve();
        v.displaced = former.bidder;
    } else if (max == lot.leader->max) {
        price.to(max, bidder, step_reason::tie);
        v.outcome = bid_outcome::outbid;
    } else {
        price.to(max, bidder, step_reason::challenge);
        price.to(std::min(lot.leader->max, one_step_above(lot, max)), lot.leader->bidder, step_reason::counter);
        v.outcome = bid_outcome::outbid;
    }
    ++lot.bids;
}

}  // namespace

std::int64_t min_next(const standing& lot) { return lot.price ? one_step_above(lot, *lot.price) : lot.start; }

reserve_status reserve_of(const standing& lot) {
    if (!lot.reserve) return reserve_status::none;
    return lot.price && *lot.price >= *lot.reserve ? reserve_status::met : reserve_status::not_met;
}

public_standing public_view(const standing& lot) {
    public_standing view;
    view.lot = lot.lot;
    view.version = lot.version;
    view.state = lot.state;
    if (lot.price) view.price = money{*lot.price, lot.currency};
    view.min_next = money{min_next(lot), lot.currency};
    view.bids = lot.bids;
    view.bidders = lot.bidders;
    if (lot.leader) view.leader = lot.leader->number;
    view.reserve = reserve_of(lot);
    view.starts_at = lot.starts_at;
    view.ends_at = lot.ends_at;
    view.original_ends_at = lot.original_ends_at;
    view.unsold = lot.unsold;
    return view;
}

result<verdict> judge(const standing& lot, const offer& bid, std::optional<std::int32_t> known_number, instant now,
                      const amount_policy& policy) {
    const bool raises_own = lot.leader && lot.leader->bidder == bid.bidder;
    const auto next = min_next(lot);
    const auto least = raises_own ? lot.leader->max + policy.granularity : next;

    // time decides, not the flag. A lot whose start has come is opened by its first bid if the worker was not there yet.
    if (now < lot.starts_at) return refused(lot_not_started, lot, least, false);
    if (now >= lot.ends_at || (lot.state != lot_state::scheduled && lot.state != lot_state::running))
        return refused(lot_ended, lot, least, false);
    if (bid.bidder == lot.seller) return refused(own_lot, lot, least, false);
    if (bid.max.currency != lot.currency) return refused(wrong_currency, lot, least);
    if (bid.max.amount > policy.max) return refused(amount_too_large, lot, least);
    // The published minimum itself is always a good amount, whatever the seller's start price was.
    if (bid.max.amount % policy.granularity != 0 && bid.max.amount != next) return refused(amount_not_whole, lot, least);
    if (raises_own && bid.max.amount <= lot.leader->max) return refused(max_not_higher, lot, least);
    if (!raises_own && bid.max.amount < next) return refused(bid_too_low, lot, least);

    verdict v;
    v.after = lot;
    v.seq = v.after.next_seq++;
    v.after.state = lot_state::running;
    v.bidder_number = known_number ? *known_number : ++v.after.bidders;
    if (raises_own) {
        raise_own(v, bid.max.amount);
    } else {
        challenge(v, bid.bidder, bid.max.amount);
        v.extended = extend(v.after, now);
    }
    if (v.public_change) ++v.after.version;
    return v;
}

std::optional<standing> closed(const standing& lot, instant now) {
    if (lot.state != lot_state::running || now < lot.ends_at) return std::nullopt;
    auto after = lot;
    const bool sold = lot.price && reserve_of(lot) != reserve_status::not_met;
    after.state = sold ? lot_state::ended_sold : lot_state::ended_unsold;
    if (!sold) after.unsold = lot.price ? unsold_reason::reserve_not_met : unsold_reason::no_bids;
    after.closed_at = now;
    ++after.version;
    return after;
}

relation relation_of(const standing& lot, account_id bidder) {
    const bool leads = lot.leader && lot.leader->bidder == bidder;
    if (lot.state == lot_state::running) return leads ? relation::leading : relation::outbid;
    return leads && lot.state == lot_state::ended_sold ? relation::won : relation::lost;
}

}  // namespace gavel::bidding
