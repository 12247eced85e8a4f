// Settings of what people are told.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::notifications {

struct options {
    std::int64_t ending_soon_minutes = 60;

    void declare(config::table& t);
};

}  // namespace gavel::notifications
