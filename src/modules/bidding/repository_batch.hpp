// What a desk reads for many bids at once and writes for those that were accepted: one round trip each, whatever their number.
#pragma once
#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/record.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

// A bid as it was first answered.
struct stored_bid {
    lot_id lot;
    std::int64_t max = 0;
    std::int64_t seq = 0;
    instant placed_at;
    bid_outcome outcome = bid_outcome::leading;
    bidding::receipt receipt;
    aftermath after;
    std::optional<std::int64_t> reserve_then;  // may have been lowered since
};

// Of one bid, read after the lock of its lot was granted.
struct bid_facts {
    bidder_facts who;                   // without what the store does not know
    std::optional<stored_bid> earlier;  // with the same bidder and idempotency key, on any lot
    bool key_of_act = false;            // the key belongs to a command that was not a bid
};

struct locked_batch {
    locked_lots locked;
    std::vector<bid_facts> bids;  // in the order asked
};

// The lots of these bids, ascending, each once.
std::vector<lot_id> lots_of(const std::vector<const offer*>& bids);

// After send_locks(): standings, clock and facts from statements that begin when the locks are granted.
awaitable<locked_batch> read_batch(pg::transaction& tx, const std::vector<const offer*>& bids);

// An accepted bid and its place in the price history.
struct accepted_bid {
    const offer* bid = nullptr;
    bid_record made;
    std::int32_t steps_before = 0;
};

// Sends the bids, the maxima of their bidders and the standings after them; one standing per lot, sealed up to its newest bid.
void store_batch(pg::transaction& tx, const std::vector<accepted_bid>& bids, const std::vector<const standing*>& after);

}  // namespace gavel::bidding::repository
