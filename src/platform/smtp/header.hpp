// Text of header fields.
#pragma once
#include <string>
#include <string_view>

namespace gavel::smtp {

// UTF-8 text as RFC 2047 encoded words of at most 75 characters, folded, never split inside a character; plain ASCII stays as it is.
// Control characters become spaces, so a value can never begin a header of its own.
std::string encode_header(std::string_view text);

}  // namespace gavel::smtp
