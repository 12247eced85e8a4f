// Names of files at places that keep backups: letters and digits that every place takes as they are.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gavel::backup {

inline constexpr std::size_t name_bytes_max = 120;

// [a-z0-9/._-], at most name_bytes_max bytes. No segment is empty or begins with a dot: `..` leads elsewhere, and hidden files are the
// places' own.
constexpr bool is_file_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '_' || c == '-';
    };
    if (name.empty() || name.size() > name_bytes_max || !std::all_of(name.begin(), name.end(), allowed)) return false;
    char before = '/';
    for (const char c : name) {
        if (before == '/' && (c == '/' || c == '.')) return false;
        before = c;
    }
    return before != '/';
}

inline void require_file_name(const std::string& name) {
    if (!is_file_name(name)) throw std::logic_error("not a name of a file in a backup: " + name);
}

}  // namespace gavel::backup
