#include "platform/pg/row.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <stdexcept>

namespace gavel::pg {
namespace {

[[noreturn]] void malformed(std::string_view column, std::string_view wanted) {
    throw std::logic_error(fmt::format("column {} does not hold {}", column, wanted));
}

template <class Number>
Number number(std::string_view column, std::string_view text) {
    Number value{};
    const auto end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || stop != end) malformed(column, "a number");
    return value;
}

// As PostgreSQL writes it with datestyle ISO and time zone UTC: 2026-11-22 19:30:00.123456+00
instant parse_timestamptz(std::string_view column, std::string_view text) {
    using namespace std::chrono;
    if (text.size() < 22 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' || text[16] != ':' ||
        !text.ends_with("+00"))
        malformed(column, "a time between the years 0 and 9999");
    const auto part = [&](std::size_t from, std::size_t length) { return number<int>(column, text.substr(from, length)); };
    const year_month_day date(year(part(0, 4)), month(static_cast<unsigned>(part(5, 2))), day(static_cast<unsigned>(part(8, 2))));
    instant moment = sys_days(date) + hours(part(11, 2)) + minutes(part(14, 2)) + seconds(part(17, 2));
    const auto fraction = text.substr(19, text.size() - 22);
    if (fraction.size() > 1) {
        int micros = number<int>(column, fraction.substr(1));
        for (auto digits = fraction.size() - 1; digits < 6; ++digits) micros *= 10;
        moment += microseconds(micros);
    }
    return moment;
}

int hex_value(std::string_view column, char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    malformed(column, "bytes");
}

// Takes the next element off an array's text.
std::string take_element(std::string_view column, std::string_view& rest) {
    std::string element;
    if (!rest.starts_with('"')) {
        const auto comma = std::min(rest.find(','), rest.size());
        element = rest.substr(0, comma);
        rest.remove_prefix(comma);
        if (element == "NULL") malformed(column, "an array without nulls");
    } else {
        std::size_t at = 1;
        for (; at < rest.size() && rest[at] != '"'; ++at) {
            if (rest[at] == '\\') ++at;
            if (at < rest.size()) element += rest[at];
        }
        rest.remove_prefix(std::min(at + 1, rest.size()));
    }
    if (rest.starts_with(',')) rest.remove_prefix(1);
    return element;
}

std::string_view within_braces(std::string_view column, std::string_view text) {
    if (!text.starts_with('{') || !text.ends_with('}')) malformed(column, "an array");
    return text.substr(1, text.size() - 2);
}

template <class Number>
std::vector<Number> numbers(std::string_view column, std::string_view text) {
    auto rest = within_braces(column, text);
    std::vector<Number> all;
    while (!rest.empty()) all.push_back(number<Number>(column, take_element(column, rest)));
    return all;
}

}  // namespace

rows::rows(std::shared_ptr<pg_result> owner) : owner_(std::move(owner)) {
    size_ = static_cast<std::size_t>(PQntuples(owner_.get()));
    const std::string_view affected = PQcmdTuples(owner_.get());
    if (!affected.empty()) affected_ = number<std::int64_t>("(affected)", affected);
}

std::string_view rows::command() const { return owner_ ? PQcmdStatus(owner_.get()) : ""; }

int row::position(std::string_view column) const {
    const int count = PQnfields(owner_.get());
    for (int i = 0; i < count; ++i) {
        const int at = found_ + i < count ? found_ + i : found_ + i - count;
        if (column == PQfname(owner_.get(), at)) return found_ = at;
    }
    throw std::logic_error(fmt::format("the statement returns no column {}", column));
}

std::string_view row::name(int at) const { return PQfname(owner_.get(), at); }

bool row::is_null(int at) const { return PQgetisnull(owner_.get(), index_, at) != 0; }

std::string_view row::text(int at) const {
    if (is_null(at)) throw std::logic_error(fmt::format("column {} is null", name(at)));
    return {PQgetvalue(owner_.get(), index_, at), static_cast<std::size_t>(PQgetlength(owner_.get(), index_, at))};
}

std::string row::first() const { return PQgetvalue(owner_.get(), index_, 0); }

bool row::read(int at, bool*) const {
    const auto value = text(at);
    if (value != "t" && value != "f") malformed(name(at), "a boolean");
    return value == "t";
}

int row::read(int at, int*) const { return number<int>(name(at), text(at)); }

std::int64_t row::read(int at, std::int64_t*) const { return number<std::int64_t>(name(at), text(at)); }

double row::read(int at, double*) const { return number<double>(name(at), text(at)); }

std::string row::read(int at, std::string*) const { return std::string(text(at)); }

std::string_view row::read(int at, std::string_view*) const { return text(at); }

instant row::read(int at, instant*) const { return parse_timestamptz(name(at), text(at)); }

std::vector<unsigned char> row::read(int at, std::vector<unsigned char>*) const {
    const auto digits = text(at).size();
    std::vector<unsigned char> value(digits < 2 ? 0 : digits / 2 - 1);
    read_bytes(at, value);
    return value;
}

void row::read_bytes(int at, std::span<unsigned char> into) const {
    const auto value = text(at);
    if (!value.starts_with("\\x") || value.size() != 2 + 2 * into.size()) malformed(name(at), "bytes of that size");
    for (std::size_t i = 0; i < into.size(); ++i)
        into[i] = static_cast<unsigned char>(hex_value(name(at), value[2 + 2 * i]) << 4 | hex_value(name(at), value[3 + 2 * i]));
}

boost::json::value row::read(int at, boost::json::value*) const {
    const auto value = text(at);
    boost::system::error_code problem;
    auto parsed = boost::json::parse({value.data(), value.size()}, problem);
    if (problem) malformed(name(at), "JSON");
    return parsed;
}

std::vector<int> row::read(int at, std::vector<int>*) const { return numbers<int>(name(at), text(at)); }

std::vector<std::int64_t> row::read(int at, std::vector<std::int64_t>*) const { return numbers<std::int64_t>(name(at), text(at)); }

std::vector<std::string> row::read(int at, std::vector<std::string>*) const {
    auto rest = within_braces(name(at), text(at));
    std::vector<std::string> all;
    while (!rest.empty()) all.push_back(take_element(name(at), rest));
    return all;
}

}  // namespace gavel::pg
