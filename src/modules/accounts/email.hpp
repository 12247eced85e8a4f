// Addresses as keys: two spellings of one mailbox must be one account.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gavel::accounts {

// Trimmed and in lower case. Nothing if it cannot be an address: one @, a local part of 1 to 64 characters of the usual ASCII set without
// leading, trailing or double dots, a domain of at least two labels (letters, digits, inner hyphens; an international domain in its xn--
// form).
std::optional<std::string> normalise_email(std::string_view text);

}  // namespace gavel::accounts
