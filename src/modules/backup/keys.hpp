// The two key pairs of backups, as text that survives a sheet of paper.
//
// What is written can be read only with the recovery key, which no server has: it is made once by `gavel backup keygen` and kept offline.
// That a backup was made by this auction, and not by somebody who got at the place where it lies, is proven by the signing key of the
// server.
//
// Texts: gavel-recipient-…, gavel-recovery-…, gavel-signer-… (the public half of), gavel-signing-…: the kind, 64 or 32 bytes in lower-case
// base 32 without padding, and a checksum that finds every single wrong letter.
#pragma once
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// A text that is no such key; says what was expected, never repeats a secret.
struct bad_key : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

struct recipient {  // X25519, public
    std::array<std::uint8_t, 32> bytes{};
    std::string text() const;
    std::string name() const;  // its first 8 characters, to tell keys apart
};
struct recovery_key {  // X25519, secret
    std::array<std::uint8_t, 32> bytes{};
    std::string text() const;
    recipient to() const;
};
struct signer {  // Ed25519, public
    std::array<std::uint8_t, 32> bytes{};
    std::string text() const;
};
struct signing_key {  // Ed25519, secret
    std::array<std::uint8_t, 64> bytes{};
    std::string text() const;
    signer by() const;
};

recipient read_recipient(std::string_view text);
recovery_key read_recovery_key(std::string_view text);
signer read_signer(std::string_view text);
signing_key read_signing_key(std::string_view text);
std::vector<recipient> read_recipients(std::string_view texts);  // separated by commas or white space; at least one, at most 8

recovery_key new_recovery_key();
signing_key new_signing_key();

}  // namespace gavel::backup
