// The languages the product speaks.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace gavel {

enum class language { uk, en, ru };

inline constexpr std::array all_languages{language::uk, language::en, language::ru};
inline constexpr language default_language = language::uk;

constexpr std::string_view to_string(language l) { return l == language::uk ? "uk" : l == language::en ? "en" : "ru"; }

constexpr std::optional<language> parse_language(std::string_view code) {
    for (const auto l : all_languages)
        if (to_string(l) == code) return l;
    return std::nullopt;
}

// The same text in every language; all three are always present.
struct translated {
    std::string_view uk, en, ru;

    constexpr std::string_view in(language l) const { return l == language::uk ? uk : l == language::en ? en : ru; }
};

}  // namespace gavel
