// Where a page of a list ended: the sort key and the lot of its last row. Opaque to callers; anything we did not write is refused.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::catalogue {

struct position {
    std::int64_t key = 0;  // what the list is sorted by: microseconds, minor units or a count; never negative
    std::int64_t lot = 0;

    bool operator==(const position&) const = default;
};

// `order` is one lower-case letter per kind of list, so that a cursor of one list means nothing to another.
std::string write_cursor(char order, position last);
std::optional<position> read_cursor(char order, std::string_view text);

// A list that began with paid places remembers which lots had them: whatever is bought or expires between two pages, those lots are not
// shown again and no other is left out. At most places_max of them; the cursor stays below 200 characters.
inline constexpr std::size_t places_max = 12;
struct list_position {
    position last;
    std::vector<std::int64_t> placed;  // lots

    bool operator==(const list_position&) const = default;
};
std::string write_list_cursor(char order, position last, const std::vector<std::int64_t>& placed);
std::optional<list_position> read_list_cursor(char order, std::string_view text);

}  // namespace gavel::catalogue
