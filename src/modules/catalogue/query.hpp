// What a list is asked for: the query string of GET /lots and its relatives.
#pragma once
#include "base/ids.hpp"
#include "modules/catalogue/cursor.hpp"
#include "platform/http/request.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::catalogue {

enum class list_state { running, scheduled, ended };
enum class list_sort { ending, newest, price_asc, price_desc, bids };

inline constexpr std::array<std::string_view, 3> list_state_names{"running", "scheduled", "ended"};
inline constexpr std::array<std::string_view, 5> list_sort_names{"ending", "newest", "price_asc", "price_desc", "bids"};
inline constexpr std::array<std::string_view, 4> own_state_names{"draft", "scheduled", "running", "ended"};
inline constexpr std::array<std::string_view, 4> bid_relation_names{"leading", "outbid", "won", "lost"};
inline constexpr std::int64_t limit_default = 24, limit_max = 100;
inline constexpr std::int64_t price_filter_max = 100'000'000'000'000;

struct list_query {
    std::optional<std::string> words;     // a text query (words.hpp)
    std::optional<std::string> category;  // leaf or parent
    list_state state = list_state::running;
    std::optional<std::vector<std::string>> conditions;
    std::optional<std::int64_t> min_price, max_price;  // minor units, both ends included
    std::optional<account_id> seller;
    list_sort sort = list_sort::ending;
    std::optional<position> after;
    std::vector<std::int64_t> placed;  // lots that had the paid places of the first page
    std::int64_t limit = limit_default;

    // A category in its ordinary order begins with lots that paid for it; what is searched for, or is one seller's, does not.
    bool has_places() const { return category && !words && !seller && state == list_state::running && sort == list_sort::ending; }

    // Letter of this list's cursors. Ended lots sorted by their end begin with the latest, hence a list of their own.
    char order() const;
};

struct own_query {                    // /me/lots, /me/watched, /me/bids
    std::optional<std::string> only;  // state or relation
    std::optional<position> after;
    std::int64_t limit = limit_default;
};

// Both throw http::refusal (invalid_input) naming every parameter at fault. Unknown parameters mean nothing; empty ones are not there.
list_query read_list_query(const http::request& r);
own_query read_own_query(const http::request& r, std::string_view filter, std::span<const std::string_view> allowed, char order);

}  // namespace gavel::catalogue
