// Which answers of the store may be different the next time, and how long to wait. Pure.
#pragma once
#include <chrono>
#include <string_view>

namespace gavel::s3 {

bool is_passing(int status, std::string_view code);

// Before attempt + 1 (attempts count from 1): 100 ms doubling to 3 s, of which between half and all is waited. `random` is in [0, 1).
std::chrono::milliseconds back_off(int attempt, double random);

}  // namespace gavel::s3
