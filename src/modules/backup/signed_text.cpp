#include "modules/backup/signed_text.hpp"

#include "base/random.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace gavel::backup {
namespace {

constexpr std::size_t signature_digits = 2 * crypto_sign_BYTES;

std::string what_is_signed(std::string_view purpose, std::string_view text) { return fmt::format("gavel {}\n{}", purpose, text); }

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string sign_text(std::string_view purpose, std::string_view text, const signing_key& by) {
    const auto message = what_is_signed(purpose, text);
    std::array<unsigned char, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(), by.bytes.data());
    return fmt::format("{}\n{}", hex(signature), text);
}

std::string_view proven_text(std::string_view purpose, std::string_view written, const std::vector<signer>& trusted) {
    if (written.size() <= signature_digits || written[signature_digits] != '\n') throw damaged("it does not begin with a signature");
    const auto signature = unhex(written.substr(0, signature_digits));
    if (!signature) throw damaged("it does not begin with a signature");
    const auto text = written.substr(signature_digits + 1);
    const auto message = what_is_signed(purpose, text);
    const bool ours = std::ranges::any_of(trusted, [&](const signer& each) {
        return crypto_sign_verify_detached(signature->data(), raw(message), message.size(), each.bytes.data()) == 0;
    });
    if (!ours) throw damaged("it was not signed by a key that is trusted");
    return text;
}

}  // namespace gavel::backup
