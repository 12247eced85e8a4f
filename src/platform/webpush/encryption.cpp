#include "platform/webpush/encryption.hpp"

#include "base/random.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace gavel::webpush {
namespace {

constexpr std::size_t content_key_bytes = 16, nonce_bytes = 12, tag_bytes = 16;
constexpr unsigned record_bytes = 4096;
constexpr char last_record = '\x02';  // RFC 8188 section 2

std::string_view view(const bytes& b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

// HKDF (RFC 5869) for at most one block of output.
std::string hkdf(std::string_view salt, std::string_view secret, std::string info, std::size_t size) {
    const auto extracted = hmac_sha256(salt, secret);
    info += '\x01';
    return std::string(view(hmac_sha256(view(extracted), info)).substr(0, size));
}

std::string text(std::string_view with_zero, std::string_view first = {}, std::string_view second = {}) {
    std::string all(with_zero);
    all += '\0';
    return all.append(first).append(second);
}

std::string aes128gcm(std::string_view content_key, std::string_view nonce, std::string_view plain) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    const auto data = [](std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); };
    std::string sealed(plain.size() + tag_bytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    int written = 0, rest = 0;
    const bool done = context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, data(content_key), data(nonce)) == 1 &&
                      EVP_EncryptUpdate(context.get(), out, &written, data(plain), static_cast<int>(plain.size())) == 1 &&
                      EVP_EncryptFinal_ex(context.get(), out + written, &rest) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_bytes), out + plain.size()) == 1;
    if (!done) throw std::runtime_error("OpenSSL encrypts nothing");
    return sealed;
}

}  // namespace

std::optional<recipient> recipient::read(bytes p256dh, bytes auth) {
    if (auth.size() != auth_bytes || !is_point(p256dh)) return std::nullopt;
    return recipient(std::move(p256dh), std::move(auth));
}

std::string encrypt(std::string_view payload, const recipient& to) {
    std::array<unsigned char, salt_bytes> salt{};
    fill_randomly(salt);
    return encrypt(payload, to, key::generate(), {reinterpret_cast<const char*>(salt.data()), salt.size()});
}

std::string encrypt(std::string_view payload, const recipient& to, const key& own, std::string_view salt) {
    if (payload.size() > payload_bytes_max) throw std::invalid_argument("the payload of a push message is too large");
    const auto shared = own.shared_secret(to.point());
    const auto secret = hkdf(view(to.auth()), view(shared), text("WebPush: info", view(to.point()), view(own.public_point())), 32);
    const auto content_key = hkdf(salt, secret, text("Content-Encoding: aes128gcm"), content_key_bytes);
    const auto nonce = hkdf(salt, secret, text("Content-Encoding: nonce"), nonce_bytes);  // of record 0: as it is

    std::string body(salt);
    for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>(record_bytes >> shift & 0xFF);
    body += static_cast<char>(point_bytes);
    body += view(own.public_point());
    std::string plain(payload);
    plain += last_record;
    return body + aes128gcm(content_key, nonce, plain);
}

}  // namespace gavel::webpush
