// What the answer of a push service changes. Pure.
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gavel::push {

enum class outcome {
    delivered,    // to the push service; whether the device shows it nobody tells
    gone,         // the browser has ended its subscription
    throttled,    // too many, later
    unavailable,  // the push service cannot be reached or is in trouble
    too_large,
    refused,  // anything else: our signature, the address, our bug
};
inline constexpr std::array<std::string_view, 6> outcome_names{"delivered", "gone", "throttled", "unavailable", "too_large", "refused"};
constexpr std::string_view to_string(outcome o) { return outcome_names[static_cast<std::size_t>(o)]; }

outcome outcome_of(int status);  // 0: no answer

struct history {
    int failures = 0;                    // in a row, before this attempt
    std::chrono::seconds silent_for{0};  // since a message was taken, or since the subscription was made
};

struct consequence {
    bool message_done = false;       // taken or given up; otherwise it is tried again until it is outlived
    bool subscription_ends = false;  // with everything that waits for it
    int failures = 0;                // of the subscription from now on
    std::chrono::seconds wait{0};    // before the next message to this subscription
};
// `retry_after`: what the push service asked for.
consequence consequence_of(outcome o, std::optional<std::chrono::seconds> retry_after, const history& before);

// Seconds as a number; nothing for dates, which push services do not send.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value);

// A subscription ends by itself after so many failures in a row and so long without success: an outage of ours is shorter.
inline constexpr int failures_max = 10;
inline constexpr std::chrono::hours silence_max{14 * 24};
inline constexpr std::chrono::seconds wait_first{15}, wait_longest{3600};

}  // namespace gavel::push
