// When a failed job is tried again, and what is kept of the reason. Pure.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace gavel::jobs {

// Before attempt + 1: 1 s doubling to 1 h, of which between half and all is waited. `random` is in [0, 1).
std::chrono::milliseconds back_off(int attempt, double random);

// One short line without anything that looks like an address: what an exception says may quote a person's data.
std::string cleaned(std::string_view problem);

}  // namespace gavel::jobs
