#include "modules/push/policy.hpp"

#include <algorithm>
#include <charconv>

namespace gavel::push {
namespace {

std::chrono::seconds back_off(int failures) {
    const int doublings = std::clamp(failures - 1, 0, 10);
    return std::min(wait_longest, wait_first * (1 << doublings));
}

}  // namespace

outcome outcome_of(int status) {
    if (status >= 200 && status < 300) return outcome::delivered;
    switch (status) {
        case 404:
        case 410: return outcome::gone;
        case 413: return outcome::too_large;
        case 429: return outcome::throttled;
        case 0:
        case 408:
        case 425: return outcome::unavailable;
        default: return status >= 500 ? outcome::unavailable : outcome::refused;
    }
}

consequence consequence_of(outcome o, std::optional<std::chrono::seconds> retry_after, const history& before) {
    consequence c;
    c.message_done = o == outcome::delivered || o == outcome::too_large || o == outcome::refused;
    c.subscription_ends = o == outcome::gone;
    switch (o) {
        case outcome::delivered:
        case outcome::gone: return c;
        case outcome::too_large: c.failures = before.failures; return c;  // the message is at fault
        case outcome::throttled: c.failures = before.failures; break;     // we are
        case outcome::unavailable:
        case outcome::refused: c.failures = before.failures + 1; break;
    }
    c.wait = back_off(std::max(1, c.failures));
    if (retry_after) c.wait = std::clamp(*retry_after, std::chrono::seconds(1), wait_longest);
    c.subscription_ends = c.failures >= failures_max && before.silent_for >= silence_max;
    return c;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value) {
    int seconds = 0;
    const auto* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, seconds);
    if (read.ec != std::errc() || read.ptr != end || seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
}

}  // namespace gavel::push
