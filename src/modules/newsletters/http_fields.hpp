// Fields that several routes of this module read and answer.
#pragma once
#include "base/language_codes.hpp"
#include "modules/newsletters/model.hpp"
#include "platform/http/form.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

// A list of short texts, each once. Absent or null: nothing.
inline std::optional<std::vector<std::string>> read_words(http::form& f, std::string_view field, std::size_t most) {
    const auto given = f.list(field, most);
    if (!given) return std::nullopt;
    std::vector<std::string> words;
    for (const auto& each : *given) {
        const bool short_text = each.is_string() && !each.get_string().empty() && each.get_string().size() <= 40;
        if (!short_text) {
            f.reject(field, "malformed");
            return std::nullopt;
        }
        words.emplace_back(std::string_view(each.get_string()));
    }
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}
inline boost::json::array words_array(const std::vector<std::string>& words) {
    boost::json::array all;
    for (const auto& each : words) all.push_back(boost::json::string(each));
    return all;
}

}  // namespace gavel::newsletters
