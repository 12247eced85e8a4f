// What a lot is made of: the seller's content, its life, categories.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::lots {

// The life of a lot as the public sees it. Everything after draft is decided by the standing (bidding).
enum class lot_state { draft, scheduled, running, frozen, ended_sold, ended_unsold, cancelled };

inline constexpr std::array<std::string_view, 7> lot_state_names{"draft",      "scheduled",    "running",  "frozen",
                                                                 "ended_sold", "ended_unsold", "cancelled"};

constexpr std::string_view to_string(lot_state s) { return lot_state_names[static_cast<std::size_t>(s)]; }
constexpr std::optional<lot_state> parse_lot_state(std::string_view name) {
    for (std::size_t i = 0; i < lot_state_names.size(); ++i)
        if (lot_state_names[i] == name) return static_cast<lot_state>(i);
    return std::nullopt;
}

inline constexpr std::array<std::string_view, 5> condition_names{"new", "like_new", "good", "fair", "for_parts"};
inline constexpr std::array<std::string_view, 5> shipping_names{"nova_poshta", "ukrposhta", "meest", "courier", "pickup"};

// Bounds of what a seller writes; lengths in code points. The schema repeats them as named constraints.
inline constexpr std::size_t title_min = 5, title_max = 120;
inline constexpr std::size_t description_max = 20'000, addition_max = 5'000, additions_max = 20;
inline constexpr std::size_t location_min = 1, location_max = 80;
inline constexpr std::int64_t duration_min_s = 60, duration_max_s = 2'592'000;  // a minute to 30 days
inline constexpr std::int64_t start_ahead_max_s = 2'592'000;                    // a start at most 30 days ahead

struct shipping_choice {
    std::string method;         // one of shipping_names, each at most once per lot
    std::optional<money> cost;  // nothing: the carrier's tariff

    bool operator==(const shipping_choice&) const = default;
};

// What the seller fills in; every member may be missing in a draft. The currency is the product's (UAH).
struct content {
    std::optional<std::string> title;
    std::optional<std::string> description;  // Markdown
    std::optional<std::string> category;     // a leaf
    std::optional<std::string> condition;
    std::optional<std::string> location;
    std::vector<shipping_choice> shipping;
    std::optional<money> start_price;
    std::optional<money> reserve_price;      // above the start price, never public
    std::optional<money> buy_now_price;
    std::optional<money> step;               // instead of the increment table
    std::optional<instant> starts_at;        // nothing: at once when published
    std::optional<std::int64_t> duration_s;  // from the start; either this or ends_at
    std::optional<instant> ends_at;

    bool operator==(const content&) const = default;
};

// A dated text that the seller appended while the lot was running. Never edited.
struct addition {
    std::string text;  // Markdown
    instant added_at;
};

struct lot {
    lot_id id;
    account_id seller;
    bool published = false;
    lots::content content;
    std::vector<addition> additions;
    instant created_at, updated_at;
    std::optional<instant> published_at;
    std::optional<lot_id> relist_of;
};

// A node of the two-level tree: parents have children, leaves take lots.
struct category {
    std::string id;
    std::string uk, en, ru;
    std::vector<category> children;
};

}  // namespace gavel::lots
