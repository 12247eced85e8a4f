// What the scores are made from: counts over the last 30 days unless said otherwise. Read by repository_facts.cpp.
// A share is in thousandths (permille). A bid that only raises one's own maximum while leading counts in `bids` and nowhere else.
#pragma once
#include "base/ids.hpp"

#include <cstdint>
#include <optional>

namespace gavel::trust {

// All bidding of one account.
struct bidder_facts {
    account_id bidder;
    std::int64_t bids = 0, lots = 0, sellers = 0, categories = 0;
    std::int64_t retractions = 0;
    std::int64_t ended_bids = 0, ended_lots = 0;  // on lots that have ended
    std::int64_t won = 0;
};

// One account's bidding on the lots of one seller. Shares are averages over the lots it lost.
struct pair_facts {
    account_id bidder, seller;
    std::int64_t bids = 0, all_bids = 0;      // on this seller's lots, on anybody's
    std::int64_t seller_lots = 0;             // of the seller, ended
    std::int64_t lost = 0, won = 0;           // of them, by this bidder
    std::int64_t bid_share_permille = 0;      // of all bids on the lot
    std::int64_t quick_permille = 0;          // of the own bids: within a minute after a rival's
    std::int64_t smallest_permille = 0;       // of the own bids: exactly the next minimum
    std::int64_t first_bid_permille = 1000;   // where in the lot's planned life: 0 its start, 1000 its end
    std::int64_t stopped_early_permille = 0;  // of the lost lots: no own bid in their last tenth
};

// One account on one lot with a reserve.
struct reserve_facts {
    lot_id lot;
    account_id bidder, seller;
    bool met = false, leads = false;
    std::int64_t unmet_bids = 0, unmet_smallest = 0;  // while the reserve was not met; of them exactly the next minimum
    std::int64_t met_bids = 0;                        // after that
};

// Two accounts on one lot that came from the same network.
struct shared_facts {
    lot_id lot;
    account_id subject, other;  // subject bids; other is the seller or bids too
    bool other_is_seller = false;
    std::int64_t networks = 0, devices = 0;  // in common
    std::int64_t accounts = 0;               // seen on the least crowded network in common, these two included
};

// Who leads a lot since its last five minutes.
struct newcomer_facts {
    lot_id lot;
    account_id leader, seller;
    std::int64_t age_days = 0;
    std::int64_t deals = 0;                     // lots won or sold before, counted up to 3
    std::int64_t seconds_before_end = 0;        // when it took the lead
    std::int64_t rivals = 0, known_rivals = 0;  // other bidders; those of them who are no newcomers
};

// Bids of one account on one lot that took the lead, were retracted and were followed by one at or below what they had shown.
struct exposure_facts {
    lot_id lot;
    account_id bidder, seller;
    std::int64_t times = 0;
    std::int64_t closeness_permille = 0;  // the later bid as a share of the rival's maximum; the closest one
};

// A lot that its seller cancelled although it had bids.
struct cancellation_facts {
    lot_id lot;
    account_id seller;
    std::int64_t bids = 0, bidders = 0;
    std::int64_t cancelled_lots = 0;  // of this seller, with bids, this one included
    std::int64_t lots = 0;            // of this seller, ended or cancelled
};

}  // namespace gavel::trust
