// Settings of the signals.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::trust {

struct options {
    std::int64_t interval_s = 30;  // 0: no rounds
    std::int64_t window_days = 30;
    std::int64_t score_min = 40;
    std::int64_t network_accounts_max = 8;
    std::int64_t keep_days = 180;

    void declare(config::table& t);
};

}  // namespace gavel::trust
