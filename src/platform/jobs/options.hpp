// The settings of the job queue that an operator can change.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::jobs {

struct options {
    std::int64_t concurrency_max = 16;  // jobs of one kind at once, per worker
    std::int64_t lease_s = 300;         // longer than any attempt takes; then another worker takes the job over
    std::int64_t interval_ms = 1000;    // between looks at the table when nothing wakes the worker
    std::int64_t keep_done_days = 7;

    void declare(config::table& t);
};

}  // namespace gavel::jobs
