// What restoring and proving have in common: the file with the recovery key, and choosing a backup.
#pragma once
#include "app/commands/backup_work.hpp"
#include "modules/backup/manifest.hpp"
#include "modules/backup/recovery_file.hpp"

#include <string>
#include <vector>

namespace gavel::app {

backup::recovery_file read_recovery(const std::string& path);  // std::invalid_argument that says what is expected

// The one of this name, or the newest that is to be trusted; backup::damaged.
boost::asio::awaitable<backup::manifest> choose_backup(backup::target& from, std::string id, const std::vector<backup::signer>& trusted);

}  // namespace gavel::app
