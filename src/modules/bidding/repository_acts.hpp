// SQL of the commands that are not bids: the facts they are judged by and what they write besides the log (repository_log.hpp).
#pragma once
#include "modules/bidding/repository_batch.hpp"
#include "modules/bidding/situation.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

// An act as it was first accepted.
struct stored_act {
    lot_id lot;
    act done;
    std::optional<std::int64_t> reserve_then;  // may have been lowered since
};

// What was accepted earlier under the account and the idempotency key of a command, on any lot.
struct earlier_command {
    std::optional<stored_act> act;
    std::optional<stored_bid> bid;  // alone, or placed together with the act
};

// What a command needs to know besides the standing and whoever asks.
struct extent {
    bool log = false;        // the whole log of the lot
    bool everybody = false;  // those who hear of it
    bool blocks = false;     // the block list of whoever asks, locked
};

struct locked_situation {
    bidding::situation now;
    earlier_command earlier;
};

// Sends the lock and waits for the state behind it: one round trip, and one more for the log. Nothing if the lot has no standing.
awaitable<std::optional<locked_situation>> lock_situation(pg::transaction& tx, command asked, extent wanted, retraction_policy policy);

// The same without a lock, of one person, for what a page shows.
struct seen_situation {
    bidding::situation now;
    lot_relation stands;
};
awaitable<std::optional<seen_situation>> read_situation(pg::transaction& tx, lot_id lot, account_id who, retraction_policy policy);

// What counts against an account, once per lot. Only sends.
void store_strike(pg::transaction& tx, account_id whom, lot_id lot, instant now);

}  // namespace gavel::bidding::repository
