// Settings of fees.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::fees {

struct options {
    std::int64_t cache_s = 10;  // how old a kept table of fees may be; below `ahead`, so that it is never wrong

    void declare(config::table& t);
};

}  // namespace gavel::fees
