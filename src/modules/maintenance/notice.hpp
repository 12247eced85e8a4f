// What the operator tells visitors during maintenance: when it is expected to end, and a message. Pure.
#pragma once
#include "base/language.hpp"
#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::maintenance {

inline constexpr std::size_t notice_bytes_max = 16 * 1024;
inline constexpr std::size_t message_length_max = 1000;  // code points

struct notice {
    std::optional<instant> until;         // nothing: soon
    std::array<std::string, 3> messages;  // in the order of all_languages; empty: none in that language

    const std::string& message(language l) const { return messages[static_cast<std::size_t>(l)]; }
};

// {"until": "2026-11-30T06:00:00Z", "message": "…"} or "message": {"uk": "…", "en": "…", "ru": "…"}; both may be absent or null, an empty
// text is an empty notice. The error is a sentence that says what would be accepted.
std::expected<notice, std::string> read_notice(std::string_view json);

// Seconds for Retry-After: what is left, between 5 and 600; 30 when nobody knows.
std::int64_t retry_after_s(const notice& n, instant now);

}  // namespace gavel::maintenance
