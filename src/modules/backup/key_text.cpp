// Base 32 and CRC-32. A letter is 5 neighbouring bits, and a CRC of 32 bits finds every change within 32 neighbouring ones: a wrong letter
// and two exchanged neighbours are found for certain, not only with great probability.
#include "modules/backup/key_text.hpp"

#include "modules/backup/keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::backup {
namespace {

struct kind_words {
    key_kind kind;
    std::string_view prefix, what;
};

constexpr std::array<kind_words, 4> kinds{{
    {key_kind::recipient, "gavel-recipient-", "the public key to which backups are sealed"},
    {key_kind::recovery, "gavel-recovery-", "the recovery key, a secret that is kept offline"},
    {key_kind::signer, "gavel-signer-", "the public key by which backups are recognised as the server's"},
    {key_kind::signing, "gavel-signing-", "the server's signing key, a secret"},
}};

constexpr std::size_t key_bytes = 32, checksum_bytes = 4;
constexpr std::size_t letters = ((key_bytes + checksum_bytes) * 8 + 4) / 5;  // the last two bits are zero
using checked_bytes = secret_bytes<key_bytes + checksum_bytes>;

const kind_words& words_of(key_kind kind) {
    return *std::find_if(kinds.begin(), kinds.end(), [&](auto& k) { return k.kind == kind; });
}

// Of kind and key, so that no text of one kind becomes one of another by a wrong word.
std::uint32_t checksum(std::string_view prefix, std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = ~0u;
    const auto take = [&crc](std::uint8_t byte) {
        crc ^= std::uint32_t{byte} << 24;
        for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ (crc >> 31) * 0x04C11DB7u;
    };
    for (const char c : prefix) take(static_cast<std::uint8_t>(c));
    for (const auto byte : bytes) take(byte);
    return ~crc;
}

void append_checksum(std::string_view prefix, checked_bytes& all) {
    const auto crc = checksum(prefix, std::span(all).first<key_bytes>());
    for (std::size_t i = 0; i < checksum_bytes; ++i) all[key_bytes + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
}

// False: a character that is no letter of base 32, or bits too many.
bool decode(std::string_view text, checked_bytes& all) {
    std::uint32_t bits = 0;
    std::size_t held = 0, at = 0;
    for (const char c : text) {
        const auto value = base32_letters.find(c);
        if (value == base32_letters.npos) return false;
        bits = bits << 5 | static_cast<std::uint32_t>(value);
        held += 5;
        if (held < 8) continue;
        held -= 8;
        all[at++] = static_cast<std::uint8_t>(bits >> held);
    }
    return (bits & ((1u << held) - 1)) == 0;
}

std::string lower_trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == text.npos) return {};
    std::string lower(text.substr(first, text.find_last_not_of(white) - first + 1));
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

const kind_words* claimed(std::string_view lower) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](auto& k) { return lower.starts_with(k.prefix); });
    return found == kinds.end() ? nullptr : &*found;
}

// A text in lower case that does not stay behind in memory.
struct wiped_text {
    std::string text;
    explicit wiped_text(std::string_view given) : text(lower_trimmed(given)) {}
    ~wiped_text() { wipe(text); }
};

[[noreturn]] void refuse(const kind_words& expected, std::string_view found) {
    throw bad_key(fmt::format("{}. Expected is {}: {}… with {} letters after that.", found, expected.what, expected.prefix, letters));
}

}  // namespace

std::optional<key_kind> kind_of(std::string_view text) {
    const wiped_text whole(text);
    const auto* found = claimed(whole.text);
    return found ? std::optional(found->kind) : std::nullopt;
}

std::string text_of(key_kind kind, std::span<const std::uint8_t, 32> bytes) {
    const auto prefix = words_of(kind).prefix;
    checked_bytes all;
    std::copy(bytes.begin(), bytes.end(), all.begin());
    append_checksum(prefix, all);
    std::string text(prefix);
    text.reserve(prefix.size() + letters);
    std::uint32_t bits = 0;
    std::size_t held = 0;
    for (const auto byte : all) {
        bits = bits << 8 | byte;
        for (held += 8; held >= 5;) text += base32_letters[bits >> (held -= 5) & 31];
    }
    text += base32_letters[bits << (5 - held) & 31];
    return text;
}

void read_text(key_kind kind, std::string_view text, std::span<std::uint8_t, 32> bytes) {
    const auto& expected = words_of(kind);
    const wiped_text whole(text);
    const std::string_view lower = whole.text;
    if (lower.empty()) refuse(expected, "There is no key");
    const auto* found = claimed(lower);
    if (!found) refuse(expected, "This is no key of Gavel's backups");
    if (found != &expected) refuse(expected, fmt::format("This is another key: {}", found->what));
    const auto rest = lower.substr(expected.prefix.size());
    if (rest.size() != letters) refuse(expected, fmt::format("This key has {} letters after its kind", rest.size()));
    checked_bytes all, right;
    if (!decode(rest, all)) refuse(expected, "This key has a character that keys do not have, they are of a-z and 2-7");
    right = all;
    append_checksum(expected.prefix, right);
    if (all != right) refuse(expected, "This key has a wrong letter: its checksum does not fit");
    std::copy_n(all.begin(), key_bytes, bytes.begin());
}

}  // namespace gavel::backup
