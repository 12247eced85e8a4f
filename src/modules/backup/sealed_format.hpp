// Private to this folder: the sizes of a sealed stream.
#pragma once
#include "modules/backup/keys.hpp"

#include <sodium.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace gavel::backup {

inline constexpr std::string_view seal_magic = "gavel-sealed-1\n";
inline constexpr std::size_t stream_key_bytes = crypto_secretstream_xchacha20poly1305_KEYBYTES;
inline constexpr std::size_t box_bytes = stream_key_bytes + crypto_box_SEALBYTES;
inline constexpr std::size_t stream_header_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
inline constexpr std::size_t head_hash_bytes = 32;
inline constexpr std::size_t content_bytes = 64 * 1024;
inline constexpr std::size_t frame_bytes = content_bytes + crypto_secretstream_xchacha20poly1305_ABYTES;

constexpr std::size_t head_bytes(std::size_t recipients) {
    return seal_magic.size() + 1 + recipients * box_bytes + stream_header_bytes + head_hash_bytes;
}

inline const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

inline std::array<unsigned char, head_hash_bytes> head_hash(std::string_view head) {
    std::array<unsigned char, head_hash_bytes> hash;
    crypto_generichash(hash.data(), hash.size(), bytes_of(head), head.size(), nullptr, 0);
    return hash;
}

}  // namespace gavel::backup
