#include "modules/notifications/preferences.hpp"

#include "modules/mail/letters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::notifications {
namespace {

constexpr int day_minutes = 24 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

preferences::preferences() {
    for (auto& each : wanted_) each = {true, true, false};
    for (const auto k : {news::kind::outbid, news::kind::won, news::kind::ending_soon, news::kind::order_reminder, news::kind::order_paid,
                         news::kind::order_disputed, news::kind::order_message, news::kind::second_chance})
        choose(k, channel::push, true);
}

bool is_required(news::kind k, channel c) {
    return c == channel::mail && mail::class_of(to_string(k)) == mail::letter_class::transactional;
}

std::optional<std::chrono::seconds> letter_after(const preferences& p, news::kind k, int minute) {
    if (is_required(k, channel::mail)) return std::chrono::seconds(0);
    if (!p.wants(k, channel::mail) || p.digest != digest::off) return std::nullopt;
    return quiet_left(p.quiet, minute);
}

std::optional<std::chrono::seconds> push_after(const preferences& p, news::kind k, int minute) {
    if (!p.wants(k, channel::push)) return std::nullopt;
    return quiet_left(p.quiet, minute);
}

std::chrono::minutes quiet_left(const std::optional<quiet_hours>& quiet, int minute) {
    if (!quiet) return std::chrono::minutes(0);
    const auto since = (minute - quiet->from + day_minutes) % day_minutes;
    const auto length = (quiet->to - quiet->from + day_minutes) % day_minutes;
    return std::chrono::minutes(since < length ? length - since : 0);
}

std::optional<int> parse_minute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':' || !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[3]) || !is_digit(text[4]))
        return std::nullopt;
    const int hours = (text[0] - '0') * 10 + (text[1] - '0'), minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (hours > 23 || minutes > 59) return std::nullopt;
    return hours * 60 + minutes;
}

std::string minute_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::optional<news::kind> kind_named(std::string_view name) {
    const auto found = std::ranges::find(news::kind_names, name);
    if (found == news::kind_names.end()) return std::nullopt;
    return static_cast<news::kind>(found - news::kind_names.begin());
}

}  // namespace gavel::notifications
