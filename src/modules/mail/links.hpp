// Signed links by which a reader chooses letters without signing in. Pure.
#pragma once
#include "base/ids.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

using link_key = std::vector<unsigned char>;

// `text` and the mark that only holders of the key can make; a link of one purpose is none of another. `text` must be safe in an address.
std::string seal(const link_key& key, std::string_view purpose, std::string_view text);  // "17.outbid.5b0f…"
std::optional<std::string> unseal(const link_key& key, std::string_view purpose, std::string_view sealed);

// Who reads, and which letter the link was in. Good for ever: a link in an old letter must still turn it off.
struct reader_token {
    account_id account;
    std::string letter;

    bool operator==(const reader_token&) const = default;
};

std::string sign(const link_key& key, const reader_token& t);  // "17.outbid.5mB0…", safe in an address
std::optional<reader_token> verify(const link_key& key, std::string_view token);

}  // namespace gavel::mail
