// `gavel backup wal`, `wal-fetch` and `base`: what PostgreSQL calls for its write-ahead log, and the copies of the cluster that it is
// played onto. Exit codes of wal-fetch: 0 brought, 1 there is no such file, 255 nobody knows (PostgreSQL ends its recovery at 1 and gives
// it up at 255).
#include "app/commands/backup_places.hpp"
#include "app/commands/backup_recovery.hpp"
#include "app/commands/backup_work.hpp"
#include "app/commands/commands.hpp"

#include "modules/backup/base_backup.hpp"
#include "modules/backup/wal_archive.hpp"
#include "modules/backup/wal_names.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace gavel::app {
namespace {

using boost::asio::awaitable;

constexpr double bytes_per_megabyte = 1e6;
constexpr int nobody_knows = 255;

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path + " cannot be read");
    const auto bytes = std::filesystem::file_size(path);
    if (bytes > backup::wal_file_bytes_max) throw std::runtime_error(fmt::format("{} has {} bytes: it is no file of the log", path, bytes));
    std::string content(bytes, '\0');
    if (!in.read(content.data(), static_cast<std::streamsize>(content.size()))) throw std::runtime_error(path + " cannot be read");
    return content;
}

std::string system_of(const std::string& data_directory) {
    const auto control = std::filesystem::path(data_directory.empty() ? "." : data_directory) / "global" / "pg_control";
    std::ifstream in(control, std::ios::binary);
    std::string first(8, '\0');
    if (!in.read(first.data(), static_cast<std::streamsize>(first.size())))
        throw std::runtime_error(control.string() + " cannot be read: this runs in PostgreSQL's data directory, or is told it with --data");
    return backup::system_in_control(first).value();
}

awaitable<int> ship(backup_work& with, std::string file, std::string system) {
    const auto places = with.open_places();
    auto name = std::filesystem::path(file).filename().string();
    auto content = content_of(file);
    co_await backup::ship_wal(with.chosen.backups, places, std::move(system), std::move(name), std::move(content));
    co_return 0;
}

void write_file(const std::string& path, const std::string& content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    if (!out) throw std::runtime_error(path + " cannot be written");
}

awaitable<int> fetch(backup_work& with, const restore_request& asked, std::string name, std::string file, std::string system) {
    const auto keys = read_recovery(asked.key_file);
    std::vector<std::unique_ptr<backup::target>> places;
    if (asked.from.empty()) places = with.open_places();
    else places.push_back(with.open_place(asked.from));
    const auto content = co_await backup::fetch_wal(places, keys.signers, keys.key, std::move(system), std::move(name));
    if (!content) co_return 1;
    write_file(file, *content);
    co_return 0;
}

awaitable<void> prune_base(backup_work& with, std::string system, backup::target& at) {
    const std::vector<backup::signer> trusted{with.chosen.backups.signs().by()};
    const auto removed = co_await backup::prune_bases(at, trusted, std::move(system), with.chosen.backups.wal.keep_bases);
    if (removed > 0) fmt::print("{} outdated files were removed from {}.\n", removed, at.description());
}

awaitable<int> copy_cluster(backup_work& with) {
    const auto places = with.open_places();
    const auto url = with.cluster_url();
    const auto cluster = with.open_database(url);
    backup::progress shown(stderr);
    backup::base_parts parts{with.chosen.backups, *cluster, url, with.workers, shown};
    const auto done = co_await backup::save_base(std::move(parts), places);
    const auto reach = fmt::format("It can be taken to any moment after {}.", format_instant(done.record.finished));
    bool everywhere = say_where(done.record.id, done.places, reach);
    if (with.chosen.backups.prune) {
        pruning_of_one prune = [&](backup::target& at) { return prune_base(with, done.record.system, at); };
        const bool pruned = co_await prune_places(done.places, std::move(prune));
        everywhere = everywhere && pruned;
    }
    co_return everywhere ? 0 : 1;
}

awaitable<int> print_bases(backup_work& with) {
    const std::vector<backup::signer> trusted{with.chosen.backups.signs().by()};
    for (const auto& place : with.open_places()) {
        const auto bases = co_await backup::list_bases(*place, trusted);
        fmt::print("{}: {} base backups\n", place->description(), bases.size());
        for (const auto& each : bases)
            fmt::print("  {}  {:10.1f} MB  cluster {}, to any moment after {}\n", each.id,
                       static_cast<double>(each.bytes()) / bytes_per_megabyte, each.system, format_instant(each.finished));
    }
    co_return 0;
}

}  // namespace

int ship_wal(const std::string& config_file, const std::string& file, const std::string& data_directory) {
    backup_work with(config_file);
    const auto system = system_of(data_directory);
    return with.run([&] { return ship(with, file, system); });
}

int fetch_wal(const std::string& config_file, const restore_request& asked, const std::string& name, const std::string& file,
              const std::string& data_directory) {
    try {
        backup_work with(config_file);
        const auto system = system_of(data_directory);
        return with.run([&] { return fetch(with, asked, name, file, system); });
    } catch (const std::exception& e) {
        fmt::print(stderr, "gavel: {}\n", e.what());
        return nobody_knows;
    }
}

int save_base(const std::string& config_file) {
    backup_work with(config_file);
    return with.run([&with] { return copy_cluster(with); });
}

int list_bases(const std::string& config_file) {
    backup_work with(config_file);
    return with.run([&with] { return print_bases(with); });
}

}  // namespace gavel::app
