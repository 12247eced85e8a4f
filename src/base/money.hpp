// Money: a whole number of minor units and a currency. No floating point anywhere.
#pragma once
#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gavel {

// ISO 4217 code, exactly three capital letters.
class currency {
public:
    constexpr currency() = default;  // UAH
    static std::optional<currency> parse(std::string_view code);
    constexpr std::string_view code() const { return {code_.data(), 3}; }
    bool operator==(const currency&) const = default;

private:
    std::array<char, 3> code_{'U', 'A', 'H'};
};

struct money {
    std::int64_t amount = 0;  // minor units (kopiykas)
    gavel::currency currency;

    bool operator==(const money&) const = default;
};

// The largest amount any command takes: 10^13 minor units, so sums of many stay far within int64.
inline constexpr std::int64_t amount_max = 10'000'000'000'000;

// {"amount": 12345, "currency": "UAH"}
boost::json::value to_json(const money& m);
boost::json::value to_json(const std::optional<money>& m);

// `share` of an amount in basis points, rounded half up once (R-1, V59). Both not negative.
std::int64_t basis_points_of(std::int64_t amount, std::int64_t basis_points);

// As people write it: "12 500 ₴" (uk, ru; no-break spaces), "₴12,500" (en); kopiykas only if not zero. Other currencies by their code.
std::string format_money(const money& m, std::string_view language_code);

}  // namespace gavel
