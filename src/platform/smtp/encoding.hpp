// UTF-8 bodies as the 7-bit lines of mail (RFC 2045). Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace gavel::smtp {

inline constexpr std::size_t line_characters_max = 76;  // of encoded text

struct encoded_body {
    std::string_view encoding;  // of Content-Transfer-Encoding
    std::string text;           // lines of at most 76 characters, the last one ended too
};

// Every kind of line end becomes CRLF. Readable where little needs encoding, base64 where much does.
encoded_body encode_body(std::string_view utf8);

std::string encode_quoted_printable(std::string_view canonical);  // line ends are CRLF
std::string encode_base64_lines(std::string_view bytes);
std::string encode_base64(std::string_view bytes);  // one line, without its end

}  // namespace gavel::smtp
