// Reads the members of a JSON body, collecting every fault so that the answer names them all:
//   http::form f(request.json_object());
//   auto email = f.required_text("email", 3, 254);
//   f.finish();   // throws refusal(invalid_input, errors [...]) for faults and unknown members
// Text is trimmed, must be valid UTF-8 without control characters (newline and tab allowed when `multiline`); lengths are code points.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::http {

class form {
public:
    explicit form(boost::json::object body);

    bool has(std::string_view field) const;      // present, also when null
    bool is_null(std::string_view field) const;  // present and null

    // Absent or null: nothing. At fault: nothing, and finish() will throw.
    std::optional<std::string> text(std::string_view field, std::size_t min, std::size_t max, bool multiline = false);
    std::optional<std::string> secret(std::string_view field, std::size_t min, std::size_t max);  // not trimmed (passwords)
    std::optional<std::int64_t> integer(std::string_view field, std::int64_t min, std::int64_t max);
    std::optional<money> amount(std::string_view field, std::int64_t min = 1, std::int64_t max = amount_max);
    std::optional<instant> moment(std::string_view field);
    std::optional<std::string> choice(std::string_view field, std::span<const std::string_view> allowed);
    std::optional<bool> flag(std::string_view field);
    std::optional<boost::json::array> list(std::string_view field, std::size_t max);

    // Absent or null is a fault too; the returned value is then empty and finish() will throw.
    std::string required_text(std::string_view field, std::size_t min, std::size_t max, bool multiline = false);
    std::string required_secret(std::string_view field, std::size_t min, std::size_t max);
    std::string required_choice(std::string_view field, std::span<const std::string_view> allowed);
    money required_amount(std::string_view field, std::int64_t min = 1, std::int64_t max = amount_max);

    // A fault found by the caller: code as in the API (required, too_long, not_allowed, out_of_range, malformed ...).
    void reject(std::string_view field, std::string_view code, boost::json::object more = {});
    bool faulty() const { return !errors_.empty(); }
    void finish();

private:
    const boost::json::value* take(std::string_view field);

    boost::json::object body_;
    std::vector<std::string> known_;
    boost::json::array errors_;
};

}  // namespace gavel::http
