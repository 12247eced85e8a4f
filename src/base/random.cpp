// libsodium's generator, OpenSSL's hash: that one uses what the processor has for it.
#include "base/random.hpp"

#include <openssl/sha.h>
#include <sodium.h>

#include <stdexcept>

namespace gavel {
namespace {

void need_sodium() {
    static const int ready = sodium_init();
    if (ready < 0) throw std::runtime_error("libsodium does not start");
}

}  // namespace

std::string random_token(std::size_t bytes) {
    std::vector<unsigned char> raw(bytes);
    fill_randomly(raw);
    return base64url(raw);
}

std::string random_uuid() {
    std::vector<unsigned char> raw(16);
    fill_randomly(raw);
    raw[6] = static_cast<unsigned char>((raw[6] & 0x0F) | 0x40);
    raw[8] = static_cast<unsigned char>((raw[8] & 0x3F) | 0x80);
    auto text = hex(raw);
    for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, 1, '-');
    return text;
}

void fill_randomly(std::span<unsigned char> bytes) {
    need_sodium();
    randombytes_buf(bytes.data(), bytes.size());
}

std::vector<unsigned char> sha256(std::string_view data) {
    std::vector<unsigned char> hash(SHA256_DIGEST_LENGTH);
    if (!SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(), hash.data()))
        throw std::runtime_error("OpenSSL makes no hash");
    return hash;
}

std::vector<unsigned char> hmac_sha256(std::string_view key, std::string_view data) {
    std::vector<unsigned char> digest(crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(data.data()), data.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    return digest;
}

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto b : bytes) {
        text += digits[b >> 4];
        text += digits[b & 15];
    }
    return text;
}

std::optional<std::vector<unsigned char>> unhex(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (text.size() % 2 != 0) return std::nullopt;
    std::vector<unsigned char> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = digits.find(text[i]), low = digits.find(text[i + 1]);
        if (high == digits.npos || low == digits.npos) return std::nullopt;
        bytes.push_back(static_cast<unsigned char>(high << 4 | low));
    }
    return bytes;
}

std::string base64url(std::span<const unsigned char> bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<std::vector<unsigned char>> unbase64url(std::string_view text) {
    std::vector<unsigned char> bytes(text.size());
    if (text.empty()) return bytes;  // sodium takes no null
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;  // sodium takes them for the letter _
    std::size_t size = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

}  // namespace gavel
