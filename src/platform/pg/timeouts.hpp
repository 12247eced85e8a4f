// Which statement_timeout a session gets for the time that is left.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>

namespace gavel::pg {

// The time left rounded up to one of a few values, so the session's setting seldom changes. Beyond the largest one: the largest.
constexpr std::int64_t statement_timeout_ms(std::chrono::milliseconds left) {
    constexpr std::array<std::int64_t, 9> steps{500, 1'000, 2'000, 5'000, 10'000, 30'000, 60'000, 300'000, 3'600'000};
    for (const auto step : steps)
        if (left.count() <= step) return step;
    return steps.back();
}

}  // namespace gavel::pg
