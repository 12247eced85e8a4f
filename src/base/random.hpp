// Unguessable values from the operating system.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel {

// URL-safe text of `bytes` random bytes (base64url). 32 bytes for secrets.
std::string random_token(std::size_t bytes = 32);
std::string random_uuid();  // version 4
void fill_randomly(std::span<unsigned char> bytes);

// SHA-256, 32 bytes: what is stored of a token.
std::vector<unsigned char> sha256(std::string_view data);
// HMAC-SHA-256, 32 bytes: what is stored of something that could be guessed. Keys of any length.
std::vector<unsigned char> hmac_sha256(std::string_view key, std::string_view data);
std::string hex(std::span<const unsigned char> bytes);
std::optional<std::vector<unsigned char>> unhex(std::string_view text);        // lower case only; nothing if malformed
std::string base64url(std::span<const unsigned char> bytes);                   // without padding
std::optional<std::vector<unsigned char>> unbase64url(std::string_view text);  // without padding; nothing if malformed

}  // namespace gavel
