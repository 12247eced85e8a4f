// Settings of the pulse. What an outage does to a lot is a rule of bidding (bidding.outage_*).
#pragma once
#include "platform/config/options.hpp"

#include <chrono>
#include <cstdint>

namespace gavel::outages {

inline constexpr std::chrono::seconds beat_interval{2};

struct options {
    std::int64_t gap_s = 10;

    void declare(config::table& t);
};

}  // namespace gavel::outages
