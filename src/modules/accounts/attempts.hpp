// Keys under which attempts are counted, and the shape of tokens.
#pragma once
#include <string>
#include <string_view>

namespace gavel::accounts {

// Addresses are personal: only a hash of them leaves the process.
std::string attempts_key(std::string_view what, std::string_view who);

// Anything else cannot be in a table of tokens; no round trip for it.
bool is_token(std::string_view text);

}  // namespace gavel::accounts
