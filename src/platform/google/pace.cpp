#include "platform/google/pace.hpp"

#include <algorithm>
#include <charconv>

namespace gavel::google {
namespace {

constexpr int doublings_max = 6;
constexpr std::chrono::seconds longest{3600};

}  // namespace

std::chrono::milliseconds back_off(int attempt, double random, std::chrono::milliseconds unit) {
    const auto whole = unit * (1 << std::clamp(attempt - 1, 0, doublings_max));
    return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * (0.5 + random / 2)));
}

std::optional<std::chrono::seconds> read_retry_after(std::string_view value) {
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (value.empty() || fault != std::errc() || end != value.data() + value.size() || seconds < 0) return std::nullopt;
    return std::min(std::chrono::seconds(seconds), longest);
}

}  // namespace gavel::google
