// libsodium's key pairs.
#include "modules/backup/keys.hpp"

#include "base/random.hpp"
#include "modules/backup/key_text.hpp"

#include <sodium.h>

#include <fmt/format.h>

#include <algorithm>

namespace gavel::backup {
namespace {

static_assert(crypto_box_SEEDBYTES == 32 && crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
constexpr std::size_t name_letters = 8;

signing_key from_seed(const secret_bytes<32>& seed) {
    signing_key key;
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> ignored;
    crypto_sign_seed_keypair(ignored.data(), key.bytes.data(), seed.data());
    return key;
}

}  // namespace

void wipe(std::span<std::uint8_t> secret) { sodium_memzero(secret.data(), secret.size()); }

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

std::string recipient::text() const { return text_of(key_kind::recipient, bytes); }
std::string recovery_key::text() const { return text_of(key_kind::recovery, bytes); }
std::string signer::text() const { return text_of(key_kind::signer, bytes); }

std::string signing_key::text() const {
    secret_bytes<32> seed;
    crypto_sign_ed25519_sk_to_seed(seed.data(), bytes.data());
    return text_of(key_kind::signing, seed);
}

std::string recipient::name() const {
    const auto whole = text();
    return whole.substr(whole.rfind('-') + 1, name_letters);
}

bool is_recipient_name(std::string_view text) { return text.size() == name_letters && text.find_first_not_of(base32_letters) == text.npos; }

recipient recovery_key::to() const {
    recipient r;
    crypto_scalarmult_base(r.bytes.data(), bytes.data());
    return r;
}

signer signing_key::by() const {
    signer s;
    crypto_sign_ed25519_sk_to_pk(s.bytes.data(), bytes.data());
    return s;
}

recipient read_recipient(std::string_view text) {
    recipient r;
    read_text(key_kind::recipient, text, r.bytes);
    return r;
}

recovery_key read_recovery_key(std::string_view text) {
    recovery_key k;
    read_text(key_kind::recovery, text, k.bytes);
    return k;
}

signer read_signer(std::string_view text) {
    signer s;
    read_text(key_kind::signer, text, s.bytes);
    return s;
}

signing_key read_signing_key(std::string_view text) {
    secret_bytes<32> seed;
    read_text(key_kind::signing, text, seed);
    return from_seed(seed);
}

std::vector<recipient> read_recipients(std::string_view texts) {
    constexpr std::string_view between = ", \t\r\n";
    std::vector<recipient> all;
    for (auto at = texts.find_first_not_of(between); at < texts.size();) {
        const auto end = std::min(texts.find_first_of(between, at), texts.size());
        const auto next = read_recipient(texts.substr(at, end - at));
        for (const auto& each : all)
            if (each.bytes == next.bytes) throw bad_key(fmt::format("The recipient {} is there twice; each is named once.", each.name()));
        if (all.size() == recipients_max) throw bad_key(fmt::format("There are more than {} recipients.", recipients_max));
        all.push_back(next);
        at = std::min(texts.find_first_not_of(between, end), texts.size());
    }
    if (all.empty()) read_recipient({});  // says what is expected
    return all;
}

recovery_key new_recovery_key() {
    recovery_key k;
    fill_randomly(k.bytes);
    return k;
}

signing_key new_signing_key() {
    secret_bytes<32> seed;
    fill_randomly(seed);
    return from_seed(seed);
}

}  // namespace gavel::backup
