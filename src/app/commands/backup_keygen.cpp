// `gavel backup keygen FOLDER`: the two key pairs of backups, once in the life of an auction.
#include "app/commands/commands.hpp"
#include "app/commands/secret_file.hpp"

#include "modules/backup/recovery_file.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

namespace gavel::app {
namespace {

constexpr auto recovery_name = "gavel-recovery.key", signing_name = "gavel-signing.key";

void require_none(const std::filesystem::path& key) {
    if (std::filesystem::exists(std::filesystem::symlink_status(key)))
        throw std::invalid_argument(fmt::format(
            "{} is there already, and backups may be readable only with it: nothing was written. Name another folder.", key.string()));
}

}  // namespace

int make_backup_keys(const std::string& folder) {
    const auto recovery_path = std::filesystem::path(folder) / recovery_name, signing_path = std::filesystem::path(folder) / signing_name;
    require_none(recovery_path);
    require_none(signing_path);
    std::filesystem::create_directories(folder);

    const auto signing = backup::new_signing_key();
    backup::recovery_file sheet;
    sheet.key = backup::new_recovery_key();
    sheet.signers = {signing.by()};
    auto sheet_text = backup::write_recovery_file(sheet), signing_text = signing.text() + "\n";
    create_secret(signing_path, signing_text);
    try {
        create_secret(recovery_path, sheet_text);
    } catch (...) {
        unlink(signing_path.c_str());
        throw;
    }
    backup::wipe(sheet_text);
    backup::wipe(signing_text);

    fmt::print("{}\n", recovery_path.string());
    fmt::print("    reads backups. Print it, keep it in two places away from the server, and remove the file from this computer.\n");
    fmt::print("    Without it no backup can be brought back; whoever has it can read them all.\n");
    fmt::print("{}\n", signing_path.string());
    fmt::print("    signs backups. Copy it to the server, readable only by the user that runs Gavel.\n\n");
    fmt::print("Settings of the server:\n");
    fmt::print("backup.recipients = {}\n", sheet.key.to().text());
    fmt::print("backup.signing_key_file = PATH_ON_THE_SERVER/{}\n", signing_name);
    return 0;
}

}  // namespace gavel::app
