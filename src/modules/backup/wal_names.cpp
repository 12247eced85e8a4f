#include "modules/backup/wal_names.hpp"

#include "base/hex_digits.hpp"
#include "modules/backup/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace gavel::backup {
namespace {

constexpr std::size_t timeline_letters = 8, segment_letters = 24, offset_letters = 8;
constexpr std::size_t system_in_page_at = 24;  // XLogLongPageHeaderData: behind the 24 bytes of every page's head

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 20 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::optional<std::string> number_at(std::string_view content, std::size_t at) {
    std::uint64_t number = 0;
    if (content.size() < at + sizeof number) return std::nullopt;
    std::memcpy(&number, content.data() + at, sizeof number);  // a cluster runs on machines of one byte order only
    return std::to_string(number);
}

}  // namespace

bool is_segment_name(std::string_view name) { return name.size() == segment_letters && are_upper_hex_digits(name); }

bool is_wal_name(std::string_view name) {
    if (name.size() == timeline_letters + std::string_view(".history").size())
        return are_upper_hex_digits(name.substr(0, timeline_letters)) && name.ends_with(".history");
    if (!is_segment_name(name.substr(0, segment_letters))) return false;
    const auto ending = name.substr(segment_letters);
    if (ending.empty() || ending == ".partial") return true;
    return ending.size() == 1 + offset_letters + std::string_view(".backup").size() && ending.front() == '.' &&
           are_upper_hex_digits(ending.substr(1, offset_letters)) && ending.ends_with(".backup");
}

std::string wal_folder(std::string_view system) { return fmt::format("{}{}/", wal_prefix, system); }

std::string stored_wal_name(std::string_view system, std::string_view name) { return wal_folder(system) + lower(name); }

bool lies_before(std::string_view system, std::string_view stored, std::string_view first) {
    const auto folder = wal_folder(system);
    if (!stored.starts_with(folder)) return false;
    const auto name = stored.substr(folder.size());
    if (name.size() < segment_letters || name.find('/') != std::string_view::npos || name.ends_with(".history")) return false;
    const auto position = [](std::string_view of) { return of.substr(timeline_letters, segment_letters - timeline_letters); };
    return position(name) < position(lower(first));
}

std::string base_folder(std::string_view system) { return wal_folder(system) + "base/"; }

std::string base_part_prefix(std::string_view system, std::string_view id) { return fmt::format("{}{}/", base_folder(system), id); }

std::string base_part_name(std::string_view system, std::string_view id, std::size_t number) {
    return fmt::format("{}cluster.{:05}", base_part_prefix(system, id), number);
}

std::string base_record_name(std::string_view system, std::string_view id) { return base_part_prefix(system, id) + "record"; }

std::optional<base_name> read_base_record_name(std::string_view stored) {
    constexpr std::string_view middle = "/base/", ending = "/record";
    if (!stored.starts_with(wal_prefix) || !stored.ends_with(ending)) return std::nullopt;
    const auto at = stored.find(middle);
    if (at == std::string_view::npos || at + middle.size() + ending.size() > stored.size()) return std::nullopt;
    base_name found;
    found.system = stored.substr(wal_prefix.size(), at - wal_prefix.size());
    found.id = stored.substr(at + middle.size(), stored.size() - ending.size() - at - middle.size());
    if (!is_number(found.system) || !is_backup_id(found.id)) return std::nullopt;
    return found;
}

std::optional<std::string> system_in_control(std::string_view content) { return number_at(content, 0); }
std::optional<std::string> system_in_segment(std::string_view content) { return number_at(content, system_in_page_at); }

}  // namespace gavel::backup
