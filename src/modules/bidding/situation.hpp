// Everything a command that is not a bid is judged by, read under the lock of its lot; and what it leaves behind.
#pragma once
#include "modules/bidding/decision.hpp"
#include "modules/bidding/eligibility.hpp"
#include "modules/bidding/retraction.hpp"
#include "modules/bidding/rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding {

// Who wants something done about which lot. The key makes a repetition recognisable; the system has none and is nobody.
struct command {
    lot_id lot;
    std::optional<account_id> by;
    std::string idempotency_key;  // UUID
    bool moderates = false;       // the account has the role
};

struct situation {
    bidding::standing standing;
    instant now;                            // the database clock under the lock
    bidder_facts who;                       // whoever asks, as a bidder
    bidding::retraction_facts retractions;  // of whoever asks
    std::int64_t blocked = 0;               // how many bidders whoever asks has blocked
    std::vector<record> log;                // whole, if it was asked for
    std::vector<account_id> bidders;        // everybody whose bids stand, if asked for
    std::vector<account_id> watchers;       // likewise
};

// A bid that a command places.
struct placed_offer {
    offer bid;
    verdict accepted;
};

// What an accepted command writes: acts in the order of their seq, the last of which is the command itself, and perhaps a bid after them.
struct outcome {
    std::vector<decision> acts;
    std::optional<placed_offer> bid;
};

}  // namespace gavel::bidding
