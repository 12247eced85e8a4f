// Names of objects that every store and every file system takes as they are. Pure.
#pragma once
#include <cstddef>
#include <string_view>

namespace gavel::storage {

inline constexpr std::size_t key_bytes_max = 200;

// [a-z0-9_-]+ segments separated by single slashes, the last with one extension: "media/3f/3f09…/640.avif". So it can neither leave its
// folder nor name a hidden file.
constexpr bool is_key(std::string_view text) {
    if (text.size() > key_bytes_max) return false;
    bool dotted = false, filled = false;  // filled: the present segment, or its extension, has a character
    for (const char c : text) {
        if (c == '/') {
            if (!filled || dotted) return false;
            filled = false;
        } else if (c == '.') {
            if (!filled || dotted) return false;
            dotted = true;
            filled = false;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (!dotted && (c == '-' || c == '_'))) {
            filled = true;
        } else {
            return false;
        }
    }
    return dotted && filled;
}

// The beginning of keys: whole segments, each with its slash; or nothing.
constexpr bool is_prefix(std::string_view text) {
    if (text.size() > key_bytes_max || text.starts_with('/')) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!plain && !(c == '/' && text[i - 1] != '/')) return false;
    }
    return text.empty() || text.ends_with('/');
}

}  // namespace gavel::storage
