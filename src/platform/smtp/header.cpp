#include "platform/smtp/header.hpp"

#include <sodium.h>

#include <algorithm>

namespace gavel::smtp {

namespace {

// 75 characters of an encoded word less "=?UTF-8?B?" and "?=" leave 63, that is 15 groups of four: 45 bytes.
constexpr std::size_t word_bytes_max = 45;
constexpr std::size_t line_bytes_max = 60;  // a plain value longer than this is folded by encoding it

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::string encoded_word(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return "=?UTF-8?B?" + text + "?=";
}

}  // namespace

std::string encode_header(std::string_view text) {
    std::string clean(text);
    std::replace_if(
        clean.begin(), clean.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    const bool plain = std::all_of(clean.begin(), clean.end(), [](unsigned char c) { return c < 0x80; });
    if (plain && clean.size() <= line_bytes_max && clean.find("=?") == std::string::npos) return clean;

    std::string out;
    for (std::size_t at = 0; at < clean.size();) {
        auto end = std::min(at + word_bytes_max, clean.size());
        while (end < clean.size() && end > at + 1 && !starts_character(clean[end])) --end;
        if (!out.empty()) out += "\r\n ";
        out += encoded_word(std::string_view(clean).substr(at, end - at));
        at = end;
    }
    return out;
}

}  // namespace gavel::smtp
