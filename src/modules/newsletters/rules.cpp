#include "modules/newsletters/rules.hpp"

#include <algorithm>

namespace gavel::newsletters {
namespace {

struct transition {
    command what;
    campaign_state from, to;
};
constexpr auto transitions = [] {
    using enum campaign_state;
    return std::array{
        transition{command::schedule, draft, scheduled},   transition{command::schedule, scheduled, scheduled},
        transition{command::revise, scheduled, draft},     transition{command::revise, draft, draft},
        transition{command::pause, sending, paused},       transition{command::pause, paused, paused},
        transition{command::resume, paused, sending},      transition{command::resume, sending, sending},
        transition{command::cancel, draft, cancelled},     transition{command::cancel, scheduled, cancelled},
        transition{command::cancel, sending, cancelled},   transition{command::cancel, paused, cancelled},
        transition{command::cancel, cancelled, cancelled},
    };
}();

}  // namespace

std::optional<campaign_state> state_after(campaign_state now, command c) {
    for (const auto& each : transitions)
        if (each.what == c && each.from == now) return each.to;
    return std::nullopt;
}

std::optional<language> language_for(language reader, const std::vector<campaign_text>& texts) {
    const auto written = [&](language l) { return std::ranges::find(texts, l, &campaign_text::lang) != texts.end(); };
    if (written(reader)) return reader;
    for (const auto each : all_languages)
        if (written(each)) return each;
    return std::nullopt;
}

pace pace_of(const mail::sending_limits& limits) {
    pace p;
    p.interval = limits.interval;
    // As admit() keeps it: twice the reserve is not for letters to many.
    if (limits.per_day_max > 0)
        p.per_day = std::max<std::int64_t>(1, limits.per_day_max - 2 * (limits.per_day_max * limits.reserve_percent / 100));
    return p;
}

std::chrono::seconds time_for(std::int64_t recipients, const pace& p, std::int64_t left_in_window) {
    using std::chrono::seconds;
    const auto at_speed = [&](std::int64_t letters) {
        return std::chrono::ceil<seconds>(p.interval * std::min<std::int64_t>(letters, 10'000'000));
    };
    if (recipients <= 0) return seconds(0);
    if (p.per_day == 0) return at_speed(recipients);
    const auto today = std::clamp<std::int64_t>(p.per_day - left_in_window, 0, p.per_day);
    if (recipients <= today) return at_speed(recipients);
    const auto later = recipients - today;
    const auto whole_days = (later - 1) / p.per_day + 1;
    const auto last_day = later - (whole_days - 1) * p.per_day;
    return std::chrono::hours(24) * whole_days + at_speed(last_day);
}

}  // namespace gavel::newsletters
