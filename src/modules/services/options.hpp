// Settings of services.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::services {

struct options {
    std::int64_t pay_within_hours = 24;  // how long a purchase waits for its money at the price it was made at

    void declare(config::table& t);
};

}  // namespace gavel::services
