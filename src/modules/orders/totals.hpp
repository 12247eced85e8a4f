// The money of an order: who gets what, what shipping costs. Pure; minor units, R-1.
#pragma once
#include "modules/lots/model.hpp"
#include "modules/orders/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::orders {

// What becomes of the money in escrow when the order is completed. Always adds up to what was paid less what was given back.
struct proceeds {
    std::int64_t seller = 0, commission = 0, premium = 0;

    bool operator==(const proceeds&) const = default;
};
// What was given back is the seller's loss first, then the premium's; the commission falls in proportion (half up).
proceeds share_out(const order& o);

// A way of delivery that all lots of an order have in common.
struct delivery_choice {
    std::string method;
    std::optional<std::int64_t> price;  // of the whole order; none: the carrier's tariff, paid on receipt

    bool operator==(const delivery_choice&) const = default;
};
// In the order of lots::shipping_names. Prices of several lots are added; a lot without one adds nothing.
std::vector<delivery_choice> common_choices(const std::vector<std::vector<lots::shipping_choice>>& of_lots);

// What the buyer pays here for it: no more than the seller asks (`most`).
std::optional<std::int64_t> shipping_for(const std::vector<delivery_choice>& choices, std::string_view method,
                                         std::optional<std::int64_t> most);

}  // namespace gavel::orders
