#include "platform/jobs/retry.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace gavel::jobs {
namespace {

constexpr std::chrono::milliseconds first{1'000};
constexpr std::chrono::milliseconds longest{3'600'000};
constexpr std::size_t reason_code_points_max = 200;

}  // namespace

std::chrono::milliseconds back_off(int attempt, double random) {
    const int doublings = std::clamp(attempt - 1, 0, 12);
    const auto full = std::min(first * (1 << doublings), longest);
    return full / 2 + std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(full.count() / 2) * random));
}

std::string cleaned(std::string_view problem) {
    if (!is_valid_utf8(problem)) return "(unreadable)";
    std::string line;
    std::size_t at = 0;
    while (at < problem.size()) {
        const auto end = std::min(problem.find_first_of(" \t\r\n\0", at, 5), problem.size());
        const auto word = problem.substr(at, end - at);
        if (!word.empty()) {
            if (!line.empty()) line += ' ';
            line += word.contains('@') ? "(address)" : word;
        }
        at = end + 1;
    }
    return first_code_points(line, reason_code_points_max);
}

}  // namespace gavel::jobs
