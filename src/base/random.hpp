// Unguessable values from the operating system.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gavel {

// URL-safe text of `bytes` random bytes (base64url without padding). 32 bytes for secrets.
std::string random_token(std::size_t bytes = 32);
std::string random_uuid();  // version 4

// SHA-256, 32 bytes: what is stored of a token.
std::vector<unsigned char> sha256(std::string_view data);
std::string hex(const std::vector<unsigned char>& bytes);

}  // namespace gavel
