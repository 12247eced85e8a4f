#include "platform/http/language_choice.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/quality.hpp"

namespace gavel::http {

language choose_language(std::string_view accept_language) {
    language best = default_language;
    int best_quality = 0;
    while (!accept_language.empty()) {
        const auto item = take_weighted(accept_language);
        const auto primary = item.name.substr(0, item.name.find('-'));
        for (const auto l : all_languages) {
            if (iequals(primary, to_string(l)) && item.quality > best_quality) {
                best = l;
                best_quality = item.quality;
            }
        }
    }
    return best;
}

}  // namespace gavel::http
