// Settings of deposits.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::deposits {

struct options {
    std::int64_t amount_max = 10'000'000;  // minor units
    std::int64_t keep_days = 30;           // after the end of a lot
    std::int64_t unsecured_max = 0;        // minor units; 0: no limit
    std::int64_t owed_percent = 20;
    std::string forfeited_to = "seller";

    void declare(config::table& t);
};

}  // namespace gavel::deposits
