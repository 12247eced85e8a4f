// The numbers in the rules that an operator may choose. Times in seconds.
#pragma once
#include "base/money.hpp"

#include <cstdint>

namespace gavel::bidding {

// What a person may type, and when they are asked whether they mean it.
struct bid_policy {
    std::int64_t granularity = 100;        // minor units; every amount is a multiple
    std::int64_t max = gavel::amount_max;
    std::int64_t confirm_times = 10;       // more than this many times the next minimum or the usual maximum is asked about
    std::int64_t confirm_after_bids = 5;   // from so many earlier bids an account has a usual maximum
};

//
struct retraction_policy {
    std::int64_t all_until_s = 43'200;         // with more than this left, all bids of the bidder may go
    std::int64_t latest_within_s = 3'600;      // afterwards only the latest, and only this soon after it
    std::int64_t closed_s = 3'600;             // never in the last so many seconds
    std::int64_t described_within_s = 86'400;  // after a change of the description
    std::int64_t most = 2;                     // in `most_days`
    std::int64_t most_days = 30;
};

// Auction rules 2.1.
struct seller_policy {
    std::int64_t quiet_s = 43'200;  // in the last so many seconds the terms stand and a lot with bids is not cancelled
};

struct moderation_policy {
    std::int64_t ban_closed_s = 3'600;     // in the last so many seconds bids of a suspended account go only from a frozen lot
    std::int64_t resumed_least_s = 1'800;  // what is left at least when a frozen lot goes on
};

//
struct outage_policy {
    std::int64_t watched_s = 1'800;  // the last so many seconds of a lot
    std::int64_t lost_max_s = 60;    // of which so many may be lost in total
    std::int64_t left_s = 1'800;     // what is left at least after the extension
};

struct policy {
    bid_policy bids;
    retraction_policy retractions;
    seller_policy sellers;
    moderation_policy moderation;
    outage_policy outages;
};

}  // namespace gavel::bidding
