// What an accepted act changes. The parts that decide whether it is accepted (purchase, retraction, seller, moderation) all end in
// decide(), and so does a fold over the stored log (replay.hpp): an act has one effect, whenever it is worked out.
#pragma once
#include "modules/bidding/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gavel::bidding {

// The maximum of one bidder that stands; nothing if all their bids were withdrawn.
struct standing_maximum {
    std::int32_t number = 0;
    account_id bidder;
    std::optional<std::int64_t> max;
    std::int64_t seq = 0;  // at which that amount was set

    bool operator==(const standing_maximum&) const = default;
};

struct decision {
    standing after;
    act done;                              // with its steps; its hash comes with seal() (audit.hpp)
    std::vector<standing_maximum> maxima;  // of everybody whose maximum the act may have changed
};

// The publication of a lot: the first record.
decision opened(lot_id lot, account_id seller, const terms& chosen, instant now);

// The same lot, running if its start has come: nobody waits for the worker that starts lots.
standing started(standing lot, instant now);

// An act of this moment on top of `lot`, with seq and time but without content.
act act_on(const standing& lot, act_kind kind, actor by, std::optional<account_id> account, instant now);

// The effect of an act that was already judged. `log`: every record of the lot before it; only acts that withdraw bids read it.
decision decide(const standing& lot, act asked, std::span<const record> log = {});

}  // namespace gavel::bidding
