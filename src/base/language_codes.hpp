// The codes of the languages, for forms that let one choose.
#pragma once
#include "base/language.hpp"

#include <array>
#include <string_view>

namespace gavel {

inline constexpr auto language_codes = [] {
    std::array<std::string_view, all_languages.size()> codes;
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = to_string(all_languages[i]);
    return codes;
}();

}  // namespace gavel
