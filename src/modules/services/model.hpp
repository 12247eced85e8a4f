// What sellers buy.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/lots/model.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::services {

using purchase_id = id<struct purchase_tag>;

enum class sort { promotion, package };

// What is for sale as long as it has a price (kind "service:NAME" of module fees).
struct offer {
    std::string_view name;
    services::sort sort;
    std::int64_t days = 0;      // of a promotion
    std::int64_t listings = 0;  // of a package
};

// highlight and bold: how the lot looks in lists. top: first in its category. home: a place on the front page.
inline constexpr std::array<offer, 6> offers{{
    {"highlight", sort::promotion, 14, 0},
    {"bold", sort::promotion, 14, 0},
    {"top", sort::promotion, 7, 0},
    {"home", sort::promotion, 3, 0},
    {"listings_10", sort::package, 0, 10},
    {"listings_50", sort::package, 0, 50},
}};

constexpr const offer* find_offer(std::string_view name) {
    for (const auto& each : offers)
        if (each.name == name) return &each;
    return nullptr;
}

enum class purchase_state { due, lapsed, paid, cancelled, refunded };
inline constexpr std::array<std::string_view, 5> purchase_state_names{"due", "lapsed", "paid", "cancelled", "refunded"};
constexpr std::string_view to_string(purchase_state s) { return purchase_state_names[static_cast<std::size_t>(s)]; }

enum class money_source { wallet, card };
inline constexpr std::array<std::string_view, 2> money_source_names{"wallet", "card"};
constexpr std::string_view to_string(money_source s) { return money_source_names[static_cast<std::size_t>(s)]; }

// Classes that pass through co_await have constructors (docs/develop/compiler-traps.md).
class purchase {
public:
    purchase() {}

    purchase_id id;
    account_id buyer;
    std::string service;
    std::optional<lot_id> lot;
    std::optional<std::string> lot_title;
    std::optional<lots::lot_state> lot_state;  // of `lot`, as it was read
    money price;
    purchase_state state = purchase_state::due;  // as stored: a due one whose time is over is lapsed (rules.hpp)
    instant created_at, pay_until;
    std::optional<instant> paid_at, begins_at, expires_at;
    std::optional<money_source> paid_from;
    std::optional<std::int64_t> payment;  // the one whose money it took
    std::int64_t listings = 0, listings_used = 0;

    bool is_package() const { return listings > 0; }
    std::string subject() const { return "service:" + id.text(); }
};

class purchase_page {
public:
    purchase_page() {}

    std::vector<purchase> items;
    std::optional<purchase_id> next;
    std::int64_t listings_left = 0;
    instant now;
};

struct promotion_period {
    instant begins_at, expires_at;
    bool operator==(const promotion_period&) const = default;
};

}  // namespace gavel::services
