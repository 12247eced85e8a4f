// What a campaign may become, in which language it goes to whom, and how long it takes. Pure.
#pragma once
#include "modules/mail/policy.hpp"
#include "modules/newsletters/model.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::newsletters {

enum class command { schedule, revise, pause, resume, cancel };
inline constexpr std::array<std::string_view, 5> command_names{"schedule", "revise", "pause", "resume", "cancel"};

// Nothing: not in this state. A command that has been obeyed already changes nothing and is not refused.
std::optional<campaign_state> state_after(campaign_state now, command c);

// The reader's own language if it is written, else the first that is; nothing if none is.
std::optional<language> language_for(language reader, const std::vector<campaign_text>& texts);

struct pace {
    std::int64_t per_day = 0;  // newsletters in any 24 hours; 0: no limit
    std::chrono::milliseconds interval{0};
};
pace pace_of(const mail::sending_limits& limits);

// How long so many letters take if nothing goes wrong and nothing else is sent. `left_in_window`: letters of the last 24 hours.
std::chrono::seconds time_for(std::int64_t recipients, const pace& p, std::int64_t left_in_window);

}  // namespace gavel::newsletters
