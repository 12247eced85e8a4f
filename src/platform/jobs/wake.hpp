// Tells the workers of this process that a job was added, so it starts at once instead of at the next look. Thread-safe.
#pragma once
#include "platform/runtime/bell.hpp"

namespace gavel::jobs {

runtime::doorbell& new_jobs();
inline void wake_workers() { new_jobs().press(); }

}  // namespace gavel::jobs
