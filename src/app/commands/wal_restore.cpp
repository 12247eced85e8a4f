// `gavel restore --until`: a base backup as a data directory that recovers to a moment when PostgreSQL starts on it. Exit code 1: it was
// not restored, and why.
#include "app/commands/backup_recovery.hpp"
#include "app/commands/commands.hpp"

#include "modules/backup/base_backup.hpp"
#include "modules/backup/base_restore.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace gavel::app {
namespace {

using boost::asio::awaitable;

constexpr std::string_view latest = "latest";

std::optional<instant> read_until(const std::string& text) {
    if (text == latest) return std::nullopt;
    const auto moment = parse_instant(text);
    if (!moment) throw std::invalid_argument("--until is a moment like 2026-11-30T08:32:00Z or 2026-11-30T10:32:00+02:00, or latest");
    return moment;
}

// What PostgreSQL runs for every file of the log: this program, with the same settings and key.
std::vector<std::string> fetch_command(const std::string& config_file, const restore_request& asked) {
    namespace files = std::filesystem;
    if (config_file.empty())
        throw std::invalid_argument(
            "Name the settings with --config FILE: PostgreSQL calls this program with them for every file of the log");
    std::vector<std::string> words{
        files::read_symlink("/proc/self/exe").string(), "--config", files::absolute(config_file).string(), "backup", "wal-fetch", "--key",
        files::absolute(asked.key_file).string()};
    if (!asked.from.empty()) words.insert(words.end(), {"--from", asked.from});
    return words;
}

awaitable<int> unpack(backup_work& with, const restore_request& asked, std::optional<instant> until, std::string settings) {
    const auto keys = read_recovery(asked.key_file);
    const auto place = with.open_place(asked.from);
    const auto bases = co_await backup::list_bases(*place, keys.signers);
    const auto* chosen = backup::choose_base(bases, until);
    if (!chosen)
        throw std::invalid_argument(fmt::format("There is no base backup in {} that was finished {}", place->description(),
                                                until ? "before " + format_instant(*until) : std::string("at all")));
    fmt::print("{} of {}, from {}\n", chosen->id, format_instant(chosen->finished), place->description());
    backup::progress shown(stderr);
    backup::base_restore_parts parts{*place, *chosen, keys.key, asked.into, with.workers, shown};
    co_await backup::restore_base(std::move(parts));
    backup::arrange_recovery(asked.into, settings);
    fmt::print("{} is ready. PostgreSQL {} when it is started on it.\n", asked.into,
               until ? "recovers to " + format_exactly(*until) : std::string("recovers to the end of the log"));
    co_return 0;
}

}  // namespace

int restore_cluster(const std::string& config_file, const restore_request& asked) {
    const auto until = read_until(asked.until);
    const auto settings = backup::recovery_settings(fetch_command(config_file, asked), until);
    backup_work with(config_file);
    return with.run([&] { return unpack(with, asked, until, settings); });
}

}  // namespace gavel::app
