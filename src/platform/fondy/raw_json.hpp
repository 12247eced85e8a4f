// JSON whose numbers keep the characters they came with: what is signed is what was received, so nothing may pass through a double.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::fondy {

struct raw_member;

struct raw_value {
    enum class kind { null, boolean, number, text, object, array };

    kind is = kind::null;
    std::string text;                 // number: as written; text: decoded; boolean: true or false
    std::vector<raw_member> members;  // in the order received, names differ
    std::vector<raw_value> items;

    const raw_value* find(std::string_view name) const;     // of an object; null if absent
    std::string_view text_of(std::string_view name) const;  // of a plain member; "" if absent, null or nested
};

struct raw_member {
    std::string name;
    raw_value value;
};

inline constexpr std::size_t raw_depth_max = 8, raw_members_max = 200;

// Nothing: not JSON, something behind it, broken UTF-8, too deep, too many members, a name twice.
std::optional<raw_value> parse_raw(std::string_view json);

}  // namespace gavel::fondy
