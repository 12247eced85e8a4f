// How long to wait before the same is tried again. Pure.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace gavel::google {

inline constexpr int attempts_max = 10;  // without any progress

// Before attempt + 1 (attempts count from 1): 1, 2, 4 … 64 units, of which between half and all is waited. `random` is in [0, 1).
std::chrono::milliseconds back_off(int attempt, double random, std::chrono::milliseconds unit);

// Retry-After in seconds; nothing for dates and what is malformed, at most an hour.
std::optional<std::chrono::seconds> read_retry_after(std::string_view value);

}  // namespace gavel::google
