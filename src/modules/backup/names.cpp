#include "modules/backup/names.hpp"

#include "base/hex_digits.hpp"
#include "base/random.hpp"

#include <fmt/format.h>

#include <array>

namespace gavel::backup {
namespace {

constexpr std::array<std::string_view, 3> content_names{"database", "facts", "media"};
constexpr std::string_view id_shape = "dddddddd-dddddd-xxxxxx";  // d: decimal, x: hexadecimal
constexpr std::size_t random_bytes = 3, pack_digits = 32;

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

bool all_hexadecimal(std::string_view text, std::size_t digits) { return text.size() == digits && are_hex_digits(text); }

std::optional<instant> time_in(std::string_view id) {
    if (id.size() != id_shape.size()) return std::nullopt;
    for (std::size_t i = 0; i < id.size(); ++i) {
        const char shape = id_shape[i];
        if (shape == 'd' ? !is_decimal_digit(id[i]) : shape == 'x' ? !is_hex_digit(id[i]) : id[i] != shape) return std::nullopt;
    }
    return parse_instant(fmt::format("{}-{}-{}T{}:{}:{}Z", id.substr(0, 4), id.substr(4, 2), id.substr(6, 2), id.substr(9, 2),
                                     id.substr(11, 2), id.substr(13, 2)));
}

}  // namespace

std::string new_backup_id(instant now) {
    std::array<unsigned char, random_bytes> random;
    fill_randomly(random);
    std::string time;
    for (const char c : format_instant(now).substr(0, 19)) {  // 2026-11-30T08:32:00
        if (c == 'T') time += '-';
        if (c >= '0' && c <= '9') time += c;
    }
    return time + "-" + hex(random);
}

bool is_backup_id(std::string_view text) { return time_in(text).has_value(); }
instant began_at(std::string_view id) { return time_in(id).value(); }

std::string_view name_of(content c) { return content_names.at(static_cast<std::size_t>(c)); }

std::optional<content> content_named(std::string_view name) {
    for (std::size_t i = 0; i < content_names.size(); ++i)
        if (content_names[i] == name) return static_cast<content>(i);
    return std::nullopt;
}

std::string backup_prefix(std::string_view id) { return fmt::format("{}{}/", backups_prefix, id); }
std::string part_name(std::string_view id, content c, std::size_t number) {
    return fmt::format("{}{}.{:05}", backup_prefix(id), name_of(c), number);
}
std::string manifest_name(std::string_view id) { return backup_prefix(id) + "manifest"; }
std::string pack_name(std::string_view random) { return fmt::format("{}{}", packs_prefix, random); }
bool is_pack_name(std::string_view text) {
    return text.starts_with(packs_prefix) && all_hexadecimal(text.substr(packs_prefix.size()), pack_digits);
}

bool is_sha256(std::string_view text) { return all_hexadecimal(text, 64); }

}  // namespace gavel::backup
