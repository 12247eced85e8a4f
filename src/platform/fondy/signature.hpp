// Signatures of the protocol. SHA-1 without a key of its own is weak: whoever believes an answer also compares order, merchant and amount.
#pragma once
#include "platform/fondy/raw_json.hpp"

#include <string>
#include <string_view>

namespace gavel::fondy {

std::string sha1_hex(std::string_view bytes);  // lower case

// Protocol 1.x: key and values, joined with "|" in the byte order of their names; no signature, no empty values. An object only.
std::string signed_text(const raw_value& order, std::string_view key);
std::string signature_of(const raw_value& order, std::string_view key);

// Protocol 2.0: over the base64 text as it is sent.
std::string signature_of_data(std::string_view data, std::string_view key);

bool same_signature(std::string_view one, std::string_view other);  // takes the same time wherever they differ

// Whether the object's own `signature` is right. False for nested values, about which nobody agrees.
bool is_signed(const raw_value& order, std::string_view key);

std::string encode_base64(std::string_view bytes);
std::string decode_base64(std::string_view text);  // "" if malformed

}  // namespace gavel::fondy
