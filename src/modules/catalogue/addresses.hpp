// Addresses of pages: the default language without a prefix, the others under /en and /ru.
#pragma once
#include "base/language.hpp"

#include <string>
#include <string_view>

namespace gavel::catalogue {

// `path` begins with "/" and has no language: (en, "/lots") -> "/en/lots", (en, "/") -> "/en", (uk, "/") -> "/".
std::string path_in(language l, std::string_view path);
inline std::string address_of(std::string_view origin, language l, std::string_view path) { return std::string(origin) + path_in(l, path); }

// The language a path names and the path without it. A trailing slash is dropped.
struct page_address {
    language lang = default_language;
    std::string path;
};
page_address read_page_address(std::string_view path);

}  // namespace gavel::catalogue
