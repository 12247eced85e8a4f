// Strong identifiers: an account id cannot be passed where a lot id is meant.
#pragma once
#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gavel {

// A positive 64-bit database key. In JSON it is a string of decimal digits.
template <class Tag>
struct id {
    std::int64_t value = 0;

    auto operator<=>(const id&) const = default;
    std::string text() const { return std::to_string(value); }

    // Digits only, no sign, no leading zero, within int64; otherwise nothing.
    static std::optional<id> parse(std::string_view text) {
        std::int64_t parsed = 0;
        if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), parsed);
        if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return id{parsed};
    }
};

using account_id = id<struct account_tag>;
using session_id = id<struct session_tag>;
using lot_id = id<struct lot_tag>;

}  // namespace gavel

template <class Tag>
struct std::hash<gavel::id<Tag>> {
    std::size_t operator()(gavel::id<Tag> key) const noexcept { return std::hash<std::int64_t>{}(key.value); }
};
