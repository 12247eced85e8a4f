// The write-ahead log at the places that keep backups: what PostgreSQL's archive_command and restore_command ask for.
#pragma once
#include "modules/backup/options.hpp"
#include "modules/backup/target.hpp"
#include "modules/backup/wal_records.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::backup {

inline constexpr std::uint64_t wal_file_bytes_max = 64 * 1024 * 1024;  // in memory; PostgreSQL's segments have 16 MiB unless told otherwise

// The file must not be given up by PostgreSQL: it is not what its name says, or another content is stored under its name.
struct wal_refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class shipped { stored, was_there };

// Returns once every place has acknowledged that it keeps the file. Asked again with the same content it changes nothing; with another one
// it throws wal_refused. Throws target_failure if any place fails: PostgreSQL keeps the file then and asks again.
awaitable<shipped> ship_wal(const options& chosen, const std::vector<std::unique_ptr<target>>& places, std::string system, std::string name,
                            std::string content);

// From the first place that has it whole. Nothing: every place answers that it has no such file, which is the end of the log. Otherwise
// throws the last failure: a place that does not answer is not the end of the log.
awaitable<std::optional<std::string>> fetch_wal(const std::vector<std::unique_ptr<target>>& places, const std::vector<signer>& trusted,
                                                const recovery_key& with, std::string system, std::string name);

}  // namespace gavel::backup
