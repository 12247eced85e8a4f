#include "platform/pg/row.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <boost/json/parse.hpp>

#include <charconv>
#include <chrono>
#include <stdexcept>

namespace gavel::pg {
namespace {

[[noreturn]] void malformed(std::string_view column, std::string_view wanted) {
    throw std::logic_error(fmt::format("column {} does not hold {}", column, wanted));
}

int position(const PGresult* result, std::string_view column) {
    const int count = PQnfields(result);
    for (int i = 0; i < count; ++i)
        if (column == PQfname(result, i)) return i;
    throw std::logic_error(fmt::format("the statement returns no column {}", column));
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

}  // namespace

rows::rows(std::shared_ptr<pg_result> owner) : owner_(std::move(owner)) {
    size_ = static_cast<std::size_t>(PQntuples(owner_.get()));
    const std::string_view affected = PQcmdTuples(owner_.get());
    if (!affected.empty()) affected_ = number<std::int64_t>("(affected)", affected);
}

std::string_view rows::command() const { return owner_ ? PQcmdStatus(owner_.get()) : ""; }

bool row::is_null(std::string_view column) const { return PQgetisnull(owner_.get(), index_, position(owner_.get(), column)) != 0; }

std::string_view row::text(std::string_view column) const {
    const int at = position(owner_.get(), column);
    if (PQgetisnull(owner_.get(), index_, at)) throw std::logic_error(fmt::format("column {} is null", column));
    return {PQgetvalue(owner_.get(), index_, at), static_cast<std::size_t>(PQgetlength(owner_.get(), index_, at))};
}

std::string row::first() const { return PQgetvalue(owner_.get(), index_, 0); }

bool row::read(std::string_view column, bool*) const {
    const auto value = text(column);
    if (value != "t" && value != "f") malformed(column, "a boolean");
    return value == "t";
}

int row::read(std::string_view column, int*) const { return number<int>(column, text(column)); }

std::int64_t row::read(std::string_view column, std::int64_t*) const { return number<std::int64_t>(column, text(column)); }

double row::read(std::string_view column, double*) const { return number<double>(column, text(column)); }

std::string row::read(std::string_view column, std::string*) const { return std::string(text(column)); }

std::string_view row::read(std::string_view column, std::string_view*) const { return text(column); }

instant row::read(std::string_view column, instant*) const { return parse_timestamptz(column, text(column)); }

std::vector<unsigned char> row::read(std::string_view column, std::vector<unsigned char>*) const {
    const auto value = text(column);
    if (!value.starts_with("\\x") || value.size() % 2 != 0) malformed(column, "bytes");
    std::vector<unsigned char> bytes;
    bytes.reserve(value.size() / 2 - 1);
    for (std::size_t i = 2; i < value.size(); i += 2)
        bytes.push_back(static_cast<unsigned char>(hex_value(column, value[i]) << 4 | hex_value(column, value[i + 1])));
    return bytes;
}

boost::json::value row::read(std::string_view column, boost::json::value*) const {
    const auto value = text(column);
    boost::system::error_code problem;
    auto parsed = boost::json::parse({value.data(), value.size()}, problem);
    if (problem) malformed(column, "JSON");
    return parsed;
}

std::vector<std::int64_t> row::read(std::string_view column, std::vector<std::int64_t>*) const {
    auto value = text(column);
    if (!value.starts_with('{') || !value.ends_with('}')) malformed(column, "an array");
    value = value.substr(1, value.size() - 2);
    std::vector<std::int64_t> numbers;
    while (!value.empty()) {
        const auto comma = value.find(',');
        numbers.push_back(number<std::int64_t>(column, value.substr(0, comma)));
        value = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
    }
    return numbers;
}

}  // namespace gavel::pg
