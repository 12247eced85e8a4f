// Settings of bidding.
#pragma once
#include "modules/bidding/model.hpp"
#include "modules/bidding/policy.hpp"
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::bidding {

struct options {
    // What a lot gets when it is published; a running lot keeps what it was published with.
    std::int64_t soft_close_window_s = 300;
    std::int64_t soft_close_extend_s = 300;
    std::string soft_close_mode = "reset";
    std::int64_t soft_close_max_s = 7200;  // the hard end, counted from the announced one
    std::int64_t bids_per_minute = 120;    // per account and process

    policy rules;

    // Of the desk of each thread.
    std::int64_t flushes_max = 2;       // transactions at once; each needs a connection
    std::int64_t batch_bids_max = 256;  // bids in one of them
    std::int64_t waiting_bids_max = 10'000;
    std::int64_t waiting_ms_max = 3'000;  // for the turn of a bid

    void declare(config::table& t);
    soft_close soft() const;
};

}  // namespace gavel::bidding
