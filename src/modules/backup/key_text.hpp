// Private to this folder: 32 bytes as text with a checksum.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gavel::backup {

enum class key_kind { recipient, recovery, signer, signing };

inline constexpr std::string_view base32_letters = "abcdefghijklmnopqrstuvwxyz234567";

std::optional<key_kind> kind_of(std::string_view text);  // that it claims to be
std::string text_of(key_kind kind, std::span<const std::uint8_t, 32> bytes);
void read_text(key_kind kind, std::string_view text, std::span<std::uint8_t, 32> bytes);  // bad_key

}  // namespace gavel::backup
