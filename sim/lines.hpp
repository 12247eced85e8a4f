// Text taken apart line by line.
#pragma once
#include <string_view>

namespace gavel::sim {

// The first line of `text`, without its end (LF or CRLF), which is removed from it.
inline std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace gavel::sim
