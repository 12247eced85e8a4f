#include "platform/s3/retry.hpp"

#include <algorithm>
#include <array>

namespace gavel::s3 {

bool is_passing(int status, std::string_view code) {
    constexpr std::array passing{std::string_view{"RequestTimeout"}, std::string_view{"SlowDown"}, std::string_view{"InternalError"},
                                 std::string_view{"OperationAborted"}, std::string_view{"ServiceUnavailable"}};
    if (status == 501) return false;  // it will not learn it
    return status >= 500 || status == 429 || std::find(passing.begin(), passing.end(), code) != passing.end();
}

std::chrono::milliseconds back_off(int attempt, double random) {
    constexpr double first_ms = 100, last_ms = 3000;
    const double whole = std::min(last_ms, first_ms * static_cast<double>(1 << std::clamp(attempt - 1, 0, 10)));
    return std::chrono::milliseconds(static_cast<std::int64_t>(whole * (0.5 + random / 2)));
}

}  // namespace gavel::s3
