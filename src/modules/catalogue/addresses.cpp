#include "modules/catalogue/addresses.hpp"

namespace gavel::catalogue {

std::string path_in(language l, std::string_view path) {
    if (l == default_language) return std::string(path);
    auto out = "/" + std::string(to_string(l));
    return path == "/" ? out : out.append(path);
}

page_address read_page_address(std::string_view path) {
    page_address found;
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    for (const auto l : all_languages) {
        if (l == default_language) continue;
        const auto prefix = path_in(l, "/");
        if (path != prefix && !path.starts_with(prefix + "/")) continue;
        found.lang = l;
        path.remove_prefix(prefix.size());
        break;
    }
    found.path = path.empty() ? "/" : std::string(path);
    return found;
}

}  // namespace gavel::catalogue
