// What makes a backup visible: the list of its files, written last and signed. It is not sealed, so that backups can be listed and pruned
// without the recovery key; what it says tells a stranger no more than the files beside it do.
//
// JSON as signed_text.hpp signs it, at most 16 MiB in all.
#pragma once
#include "base/time.hpp"
#include "modules/backup/keys.hpp"
#include "modules/backup/names.hpp"
#include "modules/backup/seal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

inline constexpr std::size_t manifest_bytes_max = 16 * 1024 * 1024;
inline constexpr std::uint64_t file_bytes_max = std::uint64_t{1} << 30;  // read back as a whole

struct part {
    std::string name;         // of the file at the target
    std::uint64_t bytes = 0;  // 1 to file_bytes_max
    std::string sha256;       // hexadecimal, of the sealed bytes
};

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
    std::vector<sealed_file> files;       // of each content at most one
    std::vector<part> packs;              // of media that its index refers to
    std::uint64_t bytes() const;          // of files and packs

    const sealed_file* find(backup::content c) const;  // nothing if it has none
};

// What read_manifest would refuse is not written: damaged.
std::string write_manifest(const manifest& m, const signing_key& by);
// damaged, if it was not signed by one of `trusted` or is not what write_manifest makes: names that do not belong to `id` and sizes out of
// bounds are refused as well. Members of the JSON that this release does not know are ignored.
manifest read_manifest(std::string_view text, std::string_view id, const std::vector<signer>& trusted);

}  // namespace gavel::backup
