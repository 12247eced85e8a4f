// Settings of bidding.
#pragma once
#include "modules/bidding/model.hpp"
#include "modules/bidding/rules.hpp"
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::bidding {

struct options {
    // What a lot gets when it is published; a running lot keeps what it was published with.
    std::int64_t soft_close_window_s = 300;
    std::int64_t soft_close_extend_s = 300;
    std::string soft_close_mode = "reset";
    std::int64_t soft_close_max_s = 7200;   // the hard end, counted from the announced one
    std::int64_t amount_granularity = 100;  // minor units
    std::int64_t bids_per_minute = 120;     // per account and process

    void declare(config::table& t);
    soft_close soft() const;
    amount_policy amounts() const;
};

}  // namespace gavel::bidding
