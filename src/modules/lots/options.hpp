// Settings of lots.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::lots {

struct options {
    std::int64_t amount_granularity = 100;  // minor units; every amount a person types is a multiple
    std::int64_t drafts_max = 100;          // per account
    std::int64_t watches_max = 1000;        // per account

    void declare(config::table& t);
};

}  // namespace gavel::lots
