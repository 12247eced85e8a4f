#include "modules/catalogue/words.hpp"

#include "base/text.hpp"

#include <array>

namespace gavel::catalogue {
namespace {

// Bytes above ASCII are parts of letters here; PostgreSQL's parser splits at foreign punctuation by itself.
bool is_word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

constexpr std::array<std::string_view, 32> soft_endings{"а", "е", "и", "о", "у", "ю", "я", "ь", "й", "і", "ї", "є", "ы", "э", "ё", "А",
                                                        "Е", "И", "О", "У", "Ю", "Я", "Ь", "Й", "І", "Ї", "Є", "Ы", "Э", "Ё", "s", "S"};

bool drop_ending(std::string_view& word) {
    for (const auto ending : soft_endings)
        if (word.ends_with(ending)) {
            word.remove_suffix(ending.size());
            return true;
        }
    return false;
}

// Up to two letters, as long as four remain.
std::string_view without_ending(std::string_view word) {
    for (int cut = 0; cut < 2 && code_points(word) > 4; ++cut)
        if (!drop_ending(word)) break;
    return word;
}

}  // namespace

std::string words_query(std::string_view typed) {
    std::string query;
    std::size_t words = 0;
    for (std::size_t at = 0; at < typed.size() && words < words_max;) {
        if (!is_word_byte(typed[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < typed.size() && is_word_byte(typed[end])) ++end;
        if (!query.empty()) query += " & ";
        query += '\'';
        query += without_ending(typed.substr(at, end - at));
        query += "':*";
        ++words;
        at = end;
    }
    return query;
}

}  // namespace gavel::catalogue
