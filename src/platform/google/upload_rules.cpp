#include "platform/google/upload_rules.hpp"

#include <fmt/format.h>

#include <charconv>

namespace gavel::google {
namespace {

// scheme://host[:port]
std::string_view origin_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

}  // namespace

std::string content_range(std::uint64_t from, std::uint64_t count, std::optional<std::uint64_t> total) {
    const auto size = total ? std::to_string(*total) : std::string("*");
    if (count == 0) return fmt::format("bytes */{}", size);
    return fmt::format("bytes {}-{}/{}", from, from + count - 1, size);
}

std::optional<std::uint64_t> stored_bytes(std::optional<std::string_view> range) {
    if (!range) return 0;
    constexpr std::string_view begin = "bytes=0-";
    if (!range->starts_with(begin)) return std::nullopt;
    const auto digits = range->substr(begin.size());
    std::uint64_t last = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), last);
    if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size() || last == UINT64_MAX) return std::nullopt;
    return last + 1;
}

std::size_t sendable(std::size_t available, bool last) { return last ? available : available - available % upload_unit; }

bool same_origin(std::string_view url, std::string_view base) {
    const auto wanted = origin_of(base);
    return !wanted.empty() && origin_of(url) == wanted;
}

}  // namespace gavel::google
