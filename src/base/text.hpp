// Small questions about UTF-8 text.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel {

bool is_valid_utf8(std::string_view text);                              // RFC 3629: no surrogates, no overlong forms
std::size_t code_points(std::string_view text);                         // of valid UTF-8
std::string trimmed(std::string_view text);                             // without white space at both ends
std::string first_code_points(std::string_view text, std::size_t max);  // cut on a character border
std::string escape_html(std::string_view text);                         // & < > " '
bool has_control_characters(std::string_view text);                     // other than tab and newline

}  // namespace gavel
