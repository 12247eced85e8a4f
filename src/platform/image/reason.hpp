// Why a picture is not taken. The names are public: they reach the seller through the API.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gavel::image {

enum class reason {
    not_a_picture,    // none of the formats anybody calls a picture
    not_accepted,     // a picture, but of a format that is not taken
    animated,         // more than one frame
    too_many_pixels,  // width × height, or one of them
    too_small,        // one side is shorter than anybody could use
    too_narrow,       // a strip
    damaged,          // broken off, or not what its first bytes say
    too_costly,       // more time or memory than a picture of its size should need
};

inline constexpr std::array<std::string_view, 8> reason_names{"not_a_picture", "not_accepted", "animated", "too_many_pixels",
                                                              "too_small",     "too_narrow",   "damaged",  "too_costly"};

constexpr std::string_view to_string(reason r) { return reason_names[static_cast<std::size_t>(r)]; }
constexpr std::optional<reason> parse_reason(std::string_view name) {
    for (std::size_t i = 0; i < reason_names.size(); ++i)
        if (reason_names[i] == name) return static_cast<reason>(i);
    return std::nullopt;
}

}  // namespace gavel::image
