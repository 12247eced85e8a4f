// Money in JSON and in words.
#include "base/money.hpp"

#include <boost/json/object.hpp>

namespace gavel {
namespace {

// Groups of three digits from the right.
std::string grouped(std::int64_t whole, std::string_view separator) {
    std::string digits = std::to_string(whole);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), separator);
    return digits;
}

std::string cents(std::int64_t minor, char point) {
    const auto rest = minor % 100;
    if (rest == 0) return {};
    return {point, static_cast<char>('0' + rest / 10), static_cast<char>('0' + rest % 10)};
}

}  // namespace

std::optional<currency> currency::parse(std::string_view code) {
    currency parsed;
    if (code.size() != parsed.code_.size()) return std::nullopt;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] < 'A' || code[i] > 'Z') return std::nullopt;
        parsed.code_[i] = code[i];
    }
    return parsed;
}

boost::json::value to_json(const money& m) {
    boost::json::object out;
    out["amount"] = m.amount;
    out["currency"] = m.currency.code();
    return out;
}

boost::json::value to_json(const std::optional<money>& m) { return m ? to_json(*m) : boost::json::value(nullptr); }

std::int64_t basis_points_of(std::int64_t amount, std::int64_t basis_points) { return (amount * basis_points + 5000) / 10000; }

std::string format_money(const money& m, std::string_view language_code) {
    const bool negative = m.amount < 0;
    const auto minor = negative ? -m.amount : m.amount;
    const std::string sign = negative ? "-" : "";
    const bool hryvnia = m.currency.code() == "UAH";
    if (language_code == "en") {
        const auto number = grouped(minor / 100, ",") + cents(minor, '.');
        return sign + (hryvnia ? "₴" + number : number + "\u00a0" + std::string(m.currency.code()));
    }
    const auto number = grouped(minor / 100, "\u00a0") + cents(minor, ',');
    return sign + number + "\u00a0" + (hryvnia ? "₴" : std::string(m.currency.code()));
}

}  // namespace gavel
