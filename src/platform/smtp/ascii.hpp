// Private to this folder. Words of protocols, which know no other letters than these.
#pragma once
#include <string>
#include <string_view>

namespace gavel::smtp {

inline std::string in_lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

}  // namespace gavel::smtp
