// Which backups stay: grandfather, father, son. Pure.
#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::backup {

// So many days, weeks (Monday first) and months, UTC, each with the newest backup of theirs, beginning with the newest that has one. A
// period without a backup does not count: after a long pause nothing goes just because time has passed.
struct retention {
    std::int64_t days = 7, weeks = 5, months = 12;
};

struct kept_backup {
    std::string id;
    instant began;
};

// Those that may go, oldest first. Never the newest, whatever the numbers say; never one of the future.
std::vector<std::string> outdated(std::vector<kept_backup> all, const retention& keep, instant now);

}  // namespace gavel::backup
