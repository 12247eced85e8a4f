// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::searches {

using search_id = id<struct search_tag>;

// What a search asks of a lot, in its one spelling and for the database. Has a constructor on purpose (docs/develop/compiler-traps.md).
class filter {
public:
    filter() {}

    std::string query;  // "q=spoon&max_price=200000", without state and order: new lots are neither ended nor sorted
    std::optional<std::string> words, category;
    std::optional<std::vector<std::string>> conditions;
    std::optional<std::int64_t> min_price, max_price;
    std::optional<account_id> seller;
};

class saved_search {
public:
    saved_search() {}

    search_id id;
    std::string name, query;
    bool mail = true;
    std::optional<instant> found_at;  // when it last found something
    instant created_at;
};

inline constexpr std::int64_t searches_max = 50;  // of one account
inline constexpr std::size_t name_characters_max = 80;

}  // namespace gavel::searches
