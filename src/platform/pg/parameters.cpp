#include "platform/pg/parameters.hpp"

#include "platform/pg/error.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

namespace gavel::pg {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// libpq takes text as C strings: a zero byte would silently cut the value. PostgreSQL itself cannot store it either.
void refuse_zero_byte(std::string_view value) {
    if (value.find('\0') != std::string_view::npos) throw error("22021", "", "a text parameter holds a zero byte");
}

}  // namespace

void parameters::add(std::nullopt_t) { values_.emplace_back(std::nullopt); }

void parameters::add(bool value) { values_.emplace_back(value ? "t" : "f"); }

void parameters::add(std::int64_t value) { values_.emplace_back(std::to_string(value)); }

void parameters::add(std::string_view value) {
    refuse_zero_byte(value);
    values_.emplace_back(std::string(value));
}

void parameters::add(instant value) {
    // Integers only: exact over the whole range, independent of the session's time zone.
    const auto day = std::chrono::floor<std::chrono::days>(value);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(value - day);
    values_.emplace_back(fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00", static_cast<int>(date.year()),
                                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                                     time.minutes().count(), time.seconds().count(), time.subseconds().count()));
}

void parameters::add(const bytes& value) {
    std::string text = "\\x";
    text.reserve(2 + 2 * value.size());
    for (const auto each : value) {
        text += hex_digits[each >> 4];
        text += hex_digits[each & 15];
    }
    values_.emplace_back(std::move(text));
}

void parameters::add(const boost::json::value& value) { values_.emplace_back(boost::json::serialize(value)); }

void parameters::add(const boost::json::object& value) { values_.emplace_back(boost::json::serialize(value)); }

void parameters::add(const std::vector<std::int64_t>& value) { values_.emplace_back(fmt::format("{{{}}}", fmt::join(value, ","))); }

void parameters::add(const std::vector<std::string>& value) {
    std::string text = "{";
    for (const auto& each : value) {
        refuse_zero_byte(each);
        text += text.size() > 1 ? ",\"" : "\"";
        for (const char c : each) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    text += '}';
    values_.emplace_back(std::move(text));
}

}  // namespace gavel::pg
