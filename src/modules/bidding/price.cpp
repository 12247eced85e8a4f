#include "modules/bidding/price.hpp"

#include <algorithm>

namespace gavel::bidding {

namespace {

std::int64_t one_step_above(const standing& lot, std::int64_t amount) {
    return amount + (lot.step ? *lot.step : increments_named(lot.increments).step_at(amount));
}

// Collects the visible price and its history while a maximum is applied.
class ascent {
public:
    ascent(standing& lot, std::vector<price_step>& steps) : lot_(lot), steps_(steps) {}

    // a step is shown only if it raises the visible price.
    void to(std::int64_t amount, std::int32_t bidder, step_reason reason) {
        if (lot_.price && amount <= *lot_.price) return;
        lot_.price = amount;
        ++lot_.steps;
        steps_.push_back({bidder, amount, reason});
    }

    // a leader whose maximum reaches the reserve brings the price to it; R-20 chase: until then the price is the whole maximum.
    void towards_reserve() {
        if (!lot_.reserve || *lot_.price >= *lot_.reserve) return;
        if (lot_.leader->max >= *lot_.reserve) to(*lot_.reserve, lot_.leader->number, step_reason::reserve);
        else if (lot_.chase) to(lot_.leader->max, lot_.leader->number, step_reason::reserve);
    }

private:
    standing& lot_;
    std::vector<price_step>& steps_;
};

}  // namespace

std::vector<increment_row> increments_of(const terms& lot) {
    if (lot.step) return {{0, *lot.step}};
    const auto rows = increments_named(lot.increments).rows();
    return {rows.begin(), rows.end()};
}

step_bounds step_bounds_of(const money& start, std::int64_t granularity) {
    const auto step = increments_for(start.currency.code()).step_at(start.amount);
    const auto half_in_granules = (step + 2 * granularity - 1) / (2 * granularity);
    return {half_in_granules * granularity, 10 * step / granularity * granularity};
}

std::int64_t min_next(const standing& lot) { return lot.price ? one_step_above(lot, *lot.price) : lot.start; }

reserve_status reserve_of(const standing& lot) {
    if (!lot.reserve) return reserve_status::none;
    return lot.price && *lot.price >= *lot.reserve ? reserve_status::met : reserve_status::not_met;
}

std::optional<std::int64_t> buy_now_of(const standing& lot) {
    const bool open_to_it = !lot.price || reserve_of(lot) == reserve_status::not_met;
    return lot.state == lot_state::running && open_to_it ? lot.buy_now : std::nullopt;
}

bid_outcome apply_maximum(standing& lot, const leadership& bid, std::vector<price_step>& steps) {
    ascent price(lot, steps);
    if (lot.leader && lot.leader->bidder == bid.bidder) {
        lot.leader = bid;
        price.towards_reserve();
        return bid_outcome::raised;
    }
    ++lot.bids;
    if (!lot.leader) {
        lot.leader = bid;
        price.to(lot.start, bid.number, step_reason::opening);
        price.towards_reserve();
        return bid_outcome::leading;
    }
    const auto former = *lot.leader;
    if (bid.max > former.max) {
        lot.leader = bid;
        price.to(former.max, former.number, step_reason::exhausted);
        price.to(std::min(bid.max, one_step_above(lot, former.max)), bid.number, step_reason::takeover);
        price.towards_reserve();
        return bid_outcome::leading;
    }
    if (bid.max == former.max) {
        price.to(bid.max, bid.number, step_reason::tie);
    } else {
        price.to(bid.max, bid.number, step_reason::challenge);
        price.to(std::min(former.max, one_step_above(lot, bid.max)), former.number, step_reason::counter);
    }
    return bid_outcome::outbid;
}

bool apply_reserve(standing& lot, std::optional<std::int64_t> reserve, const salt& drawn, std::int64_t granularity) {
    lot.reserve = reserve;
    lot.reserve_salt = drawn;
    if (!reserve || !lot.leader || *lot.price >= *reserve || lot.leader->max < *reserve) return false;
    lot.leader->max = std::max(*lot.price, *reserve - granularity);
    return true;
}

}  // namespace gavel::bidding
