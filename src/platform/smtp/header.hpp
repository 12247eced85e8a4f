// Text of header fields.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace gavel::smtp {

// UTF-8 text as RFC 2047 encoded words, folded into lines of at most 76 characters, never split inside a character; plain ASCII that fits
// stays as it is. `taken`: characters that the field's name takes of the first line. Control characters become spaces, so a value can never
// begin a header of its own.
std::string encode_header(std::string_view text, std::size_t taken = 0);

}  // namespace gavel::smtp
