#include "modules/orders/totals.hpp"

#include <algorithm>

namespace gavel::orders {
namespace {

// part / whole of an amount, half up. The products stay within 128 bits.
std::int64_t in_proportion(std::int64_t amount, std::int64_t part, std::int64_t whole) {
    __extension__ typedef __int128 wide;
    return static_cast<std::int64_t>((wide(amount) * part * 2 + whole) / (wide(whole) * 2));
}

}  // namespace

proceeds share_out(const order& o) {
    const auto sale = o.hammer + o.shipping.value_or(0);
    const auto lost = std::min(o.refunded, sale);
    proceeds p;
    p.commission = in_proportion(o.commission, sale - lost, sale);
    p.seller = sale - lost - p.commission;
    p.premium = o.premium - (o.refunded - lost);
    return p;
}

std::vector<delivery_choice> common_choices(const std::vector<std::vector<lots::shipping_choice>>& of_lots) {
    std::vector<delivery_choice> all;
    for (const auto method : lots::shipping_names) {
        delivery_choice common{std::string(method), std::nullopt};
        const bool everywhere = !of_lots.empty() && std::ranges::all_of(of_lots, [&](const auto& choices) {
            const auto found = std::ranges::find(choices, method, &lots::shipping_choice::method);
            if (found == choices.end()) return false;
            if (found->cost) common.price = common.price.value_or(0) + found->cost->amount;
            return true;
        });
        if (everywhere) all.push_back(std::move(common));
    }
    return all;
}

std::optional<std::int64_t> shipping_for(const std::vector<delivery_choice>& choices, std::string_view method,
                                         std::optional<std::int64_t> most) {
    const auto found = std::ranges::find(choices, method, &delivery_choice::method);
    if (found == choices.end() || !found->price) return std::nullopt;
    return most ? std::min(*most, *found->price) : *found->price;
}

}  // namespace gavel::orders
