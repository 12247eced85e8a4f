// Which characters are hexadecimal digits.
#pragma once
#include <algorithm>
#include <string_view>

namespace gavel {

constexpr bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }  // as hex() writes them
constexpr bool is_upper_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

constexpr bool are_hex_digits(std::string_view text) { return std::ranges::all_of(text, is_hex_digit); }
constexpr bool are_upper_hex_digits(std::string_view text) { return std::ranges::all_of(text, is_upper_hex_digit); }

}  // namespace gavel
