// Settings of saved searches.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::searches {

struct options {
    std::int64_t look_minutes = 10;

    void declare(config::table& t);
};

}  // namespace gavel::searches
