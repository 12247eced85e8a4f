#include "platform/smtp/header.hpp"

#include "platform/smtp/encoding.hpp"

#include <algorithm>

namespace gavel::smtp {
namespace {

constexpr std::string_view word_begins = "=?UTF-8?B?", word_ends = "?=";
constexpr std::size_t word_frame = word_begins.size() + word_ends.size();

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// What a word of so many characters can carry. Never nothing: a character takes up to four bytes.
std::size_t bytes_within(std::size_t characters) { return characters < word_frame + 8 ? 4 : (characters - word_frame) / 4 * 3; }

}  // namespace

std::string encode_header(std::string_view text, std::size_t taken) {
    std::string clean(text);
    std::ranges::replace_if(
        clean, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    const bool plain = std::ranges::all_of(clean, [](unsigned char c) { return c < 0x80; });
    if (plain && taken + clean.size() + 2 <= line_characters_max && clean.find("=?") == std::string::npos) return clean;

    std::string out;
    for (std::size_t at = 0; at < clean.size();) {
        const auto room = line_characters_max - (out.empty() ? std::min(taken, line_characters_max / 2) : 1);
        auto end = std::min(at + bytes_within(room), clean.size());
        while (end < clean.size() && end > at + 1 && !starts_character(clean[end])) --end;
        if (!out.empty()) out += "\r\n ";
        out.append(word_begins).append(encode_base64(std::string_view(clean).substr(at, end - at))).append(word_ends);
        at = end;
    }
    return out;
}

}  // namespace gavel::smtp
