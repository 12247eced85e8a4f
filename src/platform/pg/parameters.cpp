#include "platform/pg/parameters.hpp"

#include "platform/pg/error.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <iterator>

namespace gavel::pg {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// libpq takes text as C strings: a zero byte would silently cut the value. PostgreSQL itself cannot store it either.
void refuse_zero_byte(std::string_view value) {
    if (value.find('\0') != std::string_view::npos) throw error("22021", "", "a text parameter holds a zero byte");
}

// Integers only: exact over the whole range, independent of the session's time zone.
void write(std::string& to, instant value) {
    const auto day = std::chrono::floor<std::chrono::days>(value);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(value - day);
    fmt::format_to(std::back_inserter(to), "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00", static_cast<int>(date.year()),
                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                   time.seconds().count(), time.subseconds().count());
}

void write(std::string& to, std::span<const unsigned char> value) {
    for (const auto each : value) {
        to += hex_digits[each >> 4];
        to += hex_digits[each & 15];
    }
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
    std::string text;
    write(text, value);
    values_.emplace_back(std::move(text));
}

void parameters::add(std::span<const unsigned char> value) {
    std::string text = "\\x";
    write(text, value);
    values_.emplace_back(std::move(text));
}

void parameters::add(const boost::json::value& value) { values_.emplace_back(boost::json::serialize(value)); }

void parameters::add(const boost::json::object& value) { values_.emplace_back(boost::json::serialize(value)); }

void parameters::append(std::string& to, std::int64_t value) { fmt::format_to(std::back_inserter(to), "{}", value); }

void parameters::append(std::string& to, std::string_view value) {
    refuse_zero_byte(value);
    to += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') to += '\\';
        to += c;
    }
    to += '"';
}

void parameters::append(std::string& to, instant value) {
    to += '"';
    write(to, value);
    to += '"';
}

void parameters::append(std::string& to, std::span<const unsigned char> value) {
    to += R"("\\x)";
    write(to, value);
    to += '"';
}

}  // namespace gavel::pg
