// Names of backups and of their files at a target. Everything of one backup but its packs lies below backup_prefix(id). Pure.
#pragma once
#include "base/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::backup {

// 20261130-083200-0a1b2c: when it began, UTC, and six random digits. Sorts by time; all of it may be in names at a target.
std::string new_backup_id(instant now);
bool is_backup_id(std::string_view text);
instant began_at(std::string_view id);  // of an id

enum class content { database, facts, media_index };
std::string_view name_of(content c);  // "database", "facts", "media"
std::optional<content> content_named(std::string_view name);

inline constexpr std::string_view backups_prefix = "b/", packs_prefix = "m/";
std::string backup_prefix(std::string_view id);                             // b/<id>/
std::string part_name(std::string_view id, content c, std::size_t number);  // b/<id>/database.00001
std::string manifest_name(std::string_view id);                             // b/<id>/manifest
std::string pack_name(std::string_view random);                             // m/<32 hexadecimal digits>
bool is_pack_name(std::string_view text);

bool is_sha256(std::string_view text);  // 64 lower-case hexadecimal digits

}  // namespace gavel::backup
