// What a fee comes to, and how one takes another's place. Pure.
#pragma once
#include "modules/fees/model.hpp"
#include "modules/lots/model.hpp"

#include <boost/json/array.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace gavel::fees {

// Progressive; the sum is rounded once, half up (R-1, V59). `price` from 0 to amount_max; `bands` sound or empty (nothing is charged).
std::int64_t charge(const std::vector<band>& bands, std::int64_t price);

// The same list with its faults: the members of `errors` of invalid-input, empty for sound ones.
boost::json::array faults_of(const std::vector<band>& bands);

// All fees of a currency, by kind and time.
class fee_table {
public:
    fee_table() {}
    explicit fee_table(std::vector<fee> all) : all_(std::move(all)) {}

    const fee* find(std::string_view kind, gavel::currency unit, instant at) const;  // null: nothing is charged
    std::vector<const fee*> at(instant when) const;                                  // what applies then
    const std::vector<fee>& all() const { return all_; }

private:
    std::vector<fee> all_;
};

// What a buyer pays.
class quote {
public:
    quote() {}

    money hammer, premium;
    std::vector<band> bands;                  // of the premium; {0, 0} if there is none
    std::optional<money> shipping;            // nothing: not known
    money total;                              // with shipping if that is known
    std::vector<lots::shipping_choice> ways;  // costs of the lot's ways of delivery; pickup costs nothing
    money total_with(const lots::shipping_choice& way) const;
};

// `delivery`: the way that was chosen; without it shipping is known only if every way costs the same. A way that the lot does not have:
// unknown.
quote quote_of(const fee* premium, money hammer, const std::vector<lots::shipping_choice>& ways,
               const std::optional<std::string>& delivery);

// How `wanted` finds its place among the fees of its kind.
class placement {
public:
    placement() {}

    const fee* in_the_way = nullptr;  // refused: this one begins within the period
    const fee* cut = nullptr;         // ends where the period begins
    std::optional<period> goes_on;    // of the one that was cut, after the period
};
placement place(const std::vector<fee>& of_kind, const period& wanted);

}  // namespace gavel::fees
