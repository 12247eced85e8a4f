// RFC 3339.
#include "base/time.hpp"

#include <fmt/format.h>

namespace gavel {
namespace {

// Reads exactly `digits` decimal digits at `at`, moving it forward.
std::optional<int> number(std::string_view text, std::size_t& at, std::size_t digits) {
    if (at + digits > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t end = at + digits; at < end; ++at) {
        if (text[at] < '0' || text[at] > '9') return std::nullopt;
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool skip(std::string_view text, std::size_t& at, std::string_view any_of) {
    if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
}

}  // namespace

instant server_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string format_instant(instant t) {
    auto text = format_exactly(t);
    text.replace(text.size() - 4, 4, "Z");
    return text;
}

std::string format_exactly(instant t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(t - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<instant> parse_instant(std::string_view text) {
    using namespace std::chrono;
    std::size_t at = 0;
    const auto y = number(text, at, 4);
    if (!y || *y < 1970 || !skip(text, at, "-")) return std::nullopt;
    const auto mo = number(text, at, 2);
    if (!mo || !skip(text, at, "-")) return std::nullopt;
    const auto d = number(text, at, 2);
    if (!d || !skip(text, at, "Tt ")) return std::nullopt;
    const auto h = number(text, at, 2);
    if (!h || *h > 23 || !skip(text, at, ":")) return std::nullopt;
    const auto mi = number(text, at, 2);
    if (!mi || *mi > 59 || !skip(text, at, ":")) return std::nullopt;
    const auto s = number(text, at, 2);
    if (!s || *s > 59) return std::nullopt;

    const year_month_day date{year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;
    instant t = sys_days(date) + hours(*h) + minutes(*mi) + seconds(*s);

    if (skip(text, at, ".")) {
        int scale = 100'000, digits = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
            t += microseconds((text[at] - '0') * scale);
            scale /= 10;  // digits past the sixth add nothing
        }
        if (digits == 0 || digits > 9) return std::nullopt;
    }
    if (skip(text, at, "Zz")) return at == text.size() ? std::optional(t) : std::nullopt;
    const bool west = at < text.size() && text[at] == '-';
    if (!skip(text, at, "+-")) return std::nullopt;
    const auto oh = number(text, at, 2);
    if (!oh || *oh > 23 || !skip(text, at, ":")) return std::nullopt;
    const auto om = number(text, at, 2);
    if (!om || *om > 59 || at != text.size()) return std::nullopt;
    const auto offset = hours(*oh) + minutes(*om);
    return west ? t + offset : t - offset;
}

}  // namespace gavel
