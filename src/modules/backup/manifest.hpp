// What makes a backup visible: the list of its files, written last and signed. It is not sealed, so that backups can be listed and pruned
// without the recovery key; what it says tells a stranger no more than the files beside it do.
//
// JSON of at most 16 MiB with a line before it: the signature of exactly the bytes that follow.
#pragma once
#include "base/time.hpp"
#include "modules/backup/keys.hpp"
#include "modules/backup/seal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// 20261130T083200Z-0a1b2c: when it began, and six random digits. Sorts by time.
std::string new_backup_id(instant now);
bool is_backup_id(std::string_view text);
instant began_at(std::string_view id);

struct part {
    std::string name;  // of the file at the target
    std::uint64_t bytes = 0;
    std::string sha256;  // hexadecimal, of the sealed bytes
};

enum class content { database, facts, media_index };
std::string_view name_of(content c);  // "database", "facts", "media"

// One sealed stream, cut into parts.
struct sealed_file {
    backup::content content{};
    std::vector<part> parts;
    std::uint64_t bytes() const;
};

struct manifest {
    std::string id;
    instant finished;
    std::string release;                  // that wrote it
    std::int64_t schema = 0;              // number of the newest migration
    std::vector<std::string> recipients;  // recipient::name
    std::vector<sealed_file> files;
    std::vector<part> packs;      // of media that its index refers to
    std::uint64_t bytes() const;  // of files and packs

    const sealed_file* find(backup::content c) const;
};

// Names at a target. Everything of one backup but its packs lies below backup_prefix(id).
inline constexpr std::string_view backups_prefix = "b/", packs_prefix = "m/";
std::string backup_prefix(std::string_view id);                             // b/<id>/
std::string part_name(std::string_view id, content c, std::size_t number);  // b/<id>/database.00001
std::string manifest_name(std::string_view id);                             // b/<id>/manifest
std::string pack_name(std::string_view random);                             // m/<32 hexadecimal digits>

std::string write_manifest(const manifest& m, const signing_key& by);
// damaged, if it was not signed by one of `trusted` or is not what write_manifest makes: names that do not belong to `id` and sizes out of
// bounds are refused as well.
manifest read_manifest(std::string_view text, std::string_view id, const std::vector<signer>& trusted);

}  // namespace gavel::backup
