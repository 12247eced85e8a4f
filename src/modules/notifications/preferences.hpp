// What an account wants to be told, by which channel, and when not. Pure.
#pragma once
#include "modules/news/event.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::notifications {

enum class channel { in_app, mail, push };
inline constexpr std::array<std::string_view, 3> channel_names{"in_app", "mail", "push"};
constexpr std::string_view to_string(channel c) { return channel_names[static_cast<std::size_t>(c)]; }

// Minutes of the day in the account's time zone; may go past midnight. Never the same.
struct quiet_hours {
    int from = 22 * 60, to = 8 * 60;

    bool operator==(const quiet_hours&) const = default;
};

enum class digest { off, daily };
inline constexpr std::array<std::string_view, 2> digest_names{"off", "daily"};
constexpr std::string_view to_string(digest d) { return digest_names[static_cast<std::size_t>(d)]; }

class preferences {
public:
    preferences();  // as nobody has chosen

    bool wants(news::kind k, channel c) const { return wanted_[static_cast<std::size_t>(k)][static_cast<std::size_t>(c)]; }
    void choose(news::kind k, channel c, bool wanted) { wanted_[static_cast<std::size_t>(k)][static_cast<std::size_t>(c)] = wanted; }

    std::optional<quiet_hours> quiet;
    std::string time_zone = "Europe/Kyiv";
    notifications::digest digest = digest::off;

private:
    std::array<std::array<bool, channel_names.size()>, news::kind_names.size()> wanted_{};
};

// A letter that always leaves, at once: one may not miss what one has to pay.
bool is_required(news::kind k, channel c);

// How a letter about this leaves: not at all, or after so long. `minute`: of the day in the account's time zone.
std::optional<std::chrono::seconds> letter_after(const preferences& p, news::kind k, int minute);

// The same of a message to one's devices.
std::optional<std::chrono::seconds> push_after(const preferences& p, news::kind k, int minute);

// Until quiet hours end; zero outside them.
std::chrono::minutes quiet_left(const std::optional<quiet_hours>& quiet, int minute);

std::optional<int> parse_minute(std::string_view text);  // "22:00"
std::string minute_text(int minute);
std::optional<news::kind> kind_named(std::string_view name);

}  // namespace gavel::notifications
