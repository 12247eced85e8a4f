// Folding the log of a lot: to take bids out of it, and to prove that the standing is what its log says.
#pragma once
#include "modules/bidding/decision.hpp"
#include "modules/bidding/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gavel::bidding {

// What the bids that stand make of a lot.
struct replayed {
    std::optional<std::int64_t> price;
    std::optional<leadership> leader;
    std::int32_t bids = 0;
    std::vector<standing_maximum> maxima;  // of everybody who has ever bid, by number
};

// The bids of `log` in the order of their seq, without those that earlier acts withdrew and without `withdrawn`; changes of the terms and
// of the reserve take effect at their place. The log begins with `opened`; of `lot` only what no record says is used.
replayed replay(const standing& lot, std::span<const record> log, std::span<const std::int64_t> withdrawn = {});

// A bid that was not withdrawn.
struct standing_bid {
    std::int64_t seq = 0;
    instant at;

    bool operator==(const standing_bid&) const = default;
};

// Those of one bidder, ascending.
std::vector<standing_bid> standing_bids_of(std::span<const record> log, std::int32_t number);

}  // namespace gavel::bidding
