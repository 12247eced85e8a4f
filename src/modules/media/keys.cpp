#include "modules/media/keys.hpp"

#include "base/hex_digits.hpp"
#include "base/random.hpp"

#include <fmt/format.h>

namespace gavel::media {

namespace {

constexpr std::size_t hash_digits = 32;

}  // namespace

bool is_hash(std::string_view text) { return text.size() == hash_digits && are_hex_digits(text); }

std::string random_hash() { return hex(sha256(random_token())).substr(0, hash_digits); }

std::string hash_of(std::string_view token, int version, const std::vector<std::string_view>& contents) {
    auto all = fmt::format("{}/{}/", token, version);
    for (const auto each : contents) all += hex(sha256(each));
    return hex(sha256(all)).substr(0, hash_digits);
}

std::string incoming_key(std::string_view token) { return fmt::format("{}{}.bin", incoming_prefix, token); }
std::string original_key(std::string_view token, std::string_view kind) {
    return fmt::format("{}{}/{}.{}", originals_prefix, token.substr(0, 2), token, kind);
}
std::string rendition_prefix(std::string_view rendition) {
    return fmt::format("{}{}/{}/", public_prefix, rendition.substr(0, 2), rendition);
}
std::string public_key(std::string_view rendition, std::string_view file_name) { return rendition_prefix(rendition).append(file_name); }
std::string variant_name(std::int64_t width, std::string_view extension) { return fmt::format("{}.{}", width, extension); }

std::optional<std::string> owner_in(std::string_view key) {
    const auto from = [&](std::size_t at, char end) -> std::optional<std::string> {
        if (key.size() <= at + hash_digits || key[at + hash_digits] != end) return std::nullopt;
        const auto found = key.substr(at, hash_digits);
        return is_hash(found) ? std::optional(std::string(found)) : std::nullopt;
    };
    constexpr std::size_t shard = 3;  // "ab/"
    if (key.starts_with(incoming_prefix)) return from(incoming_prefix.size(), '.');
    if (key.starts_with(originals_prefix)) return from(originals_prefix.size() + shard, '.');
    if (key.starts_with(public_prefix)) return from(public_prefix.size() + shard, '/');
    return std::nullopt;
}

}  // namespace gavel::media
