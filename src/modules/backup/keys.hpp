// The two key pairs of backups, as text that survives a sheet of paper.
//
// What is written can be read only with the recovery key, which no server has: it is made once by `gavel backup keygen` and kept offline.
// That a backup was made by this auction, and not by somebody who got at the place where it lies, is proven by the signing key of the
// server.
//
// Texts: gavel-recipient-…, gavel-recovery-…, gavel-signer-… and gavel-signing-…: the kind, then 58 letters of base 32 (RFC 4648, lower
// case, no padding) of 32 bytes and their CRC-32, which finds every single wrong letter. Read in either case.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// A text that is no such key; says what was expected, never repeats what was there: it may be a secret in the wrong place.
struct bad_key : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

void wipe(std::span<std::uint8_t> secret);  // also where the compiler sees that nobody reads it again
void wipe(std::string& secret);

// Bytes that do not stay behind in memory.
template <std::size_t size>
struct secret_bytes : std::array<std::uint8_t, size> {
    secret_bytes() : std::array<std::uint8_t, size>{} {}
    secret_bytes(const secret_bytes&) = default;
    secret_bytes& operator=(const secret_bytes&) = default;
    ~secret_bytes() { wipe(*this); }
};

struct recipient {  // X25519, public
    std::array<std::uint8_t, 32> bytes{};
    std::string text() const;
    std::string name() const;  // 8 letters, to tell keys apart
};
struct recovery_key {  // X25519, secret
    recovery_key() {}
    secret_bytes<32> bytes;
    std::string text() const;
    recipient to() const;
};
struct signer {  // Ed25519, public
    std::array<std::uint8_t, 32> bytes{};
    std::string text() const;
};
struct signing_key {  // Ed25519, secret: the seed and, as libsodium wants it, the public half
    signing_key() {}
    secret_bytes<64> bytes;
    std::string text() const;
    signer by() const;
};

// All throw bad_key. White space around the text is nothing.
recipient read_recipient(std::string_view text);
recovery_key read_recovery_key(std::string_view text);
signer read_signer(std::string_view text);
signing_key read_signing_key(std::string_view text);
std::vector<recipient> read_recipients(std::string_view texts);  // separated by commas or white space; 1 to recipients_max, each once

inline constexpr std::size_t recipients_max = 8;

bool is_recipient_name(std::string_view text);

recovery_key new_recovery_key();
signing_key new_signing_key();

}  // namespace gavel::backup
