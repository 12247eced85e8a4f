#include "modules/backup/base_restore.hpp"

#include "modules/backup/program_pipe.hpp"
#include "modules/backup/saving.hpp"
#include "modules/backup/shelf.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>

namespace gavel::backup {
namespace {

namespace files = std::filesystem;

void make_data_directory(const std::string& folder) {
    if (files::exists(folder) && !files::is_empty(folder)) throw refused(fmt::format("{} is not empty; nothing was written", folder));
    files::create_directories(folder);
    files::permissions(folder, files::perms::owner_all);  // PostgreSQL starts on no other
}

// Everything that was unpacked, on the disk.
void flush(const std::string& folder) {
    const int at = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = at >= 0 && syncfs(at) == 0;
    const int code = errno;
    if (at >= 0) close(at);
    if (!done) throw std::system_error(code, std::generic_category(), folder + " cannot be flushed to the disk");
}

// One word of a command, as a shell reads it; a percent sign would be PostgreSQL's.
std::string shell_word(std::string_view word) {
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'') text += "'\\''";
        else if (c == '%') text += "%%";
        else text += c;
    }
    return text + "'";
}

// PostgreSQL reads it before it knows any time zone, also that of the letter Z.
std::string as_setting(instant t) {
    auto text = format_exactly(t);
    text.pop_back();
    return text.replace(text.find('T'), 1, " ") + "+00";
}

// A value of postgresql.conf.
std::string setting_value(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += c;
        text += c;
    }
    return text + "'";
}

}  // namespace

const base_record* choose_base(const std::vector<base_record>& oldest_first, std::optional<instant> until) {
    const base_record* chosen = nullptr;
    for (const auto& each : oldest_first)
        if (!until || each.finished <= *until) chosen = &each;
    return chosen;
}

awaitable<void> restore_base(base_restore_parts with) {
    make_data_directory(with.folder);
    process::command unpack;
    unpack.words = {"tar", "--extract", "--file=-", "--directory=" + with.folder, "--no-same-owner", "--preserve-permissions"};
    process::child program(unpack, process::child::direction::writes_to_it);
    sealed_file cluster;
    cluster.parts = with.what.parts;
    with.shown.begin("cluster", cluster.bytes());
    sink into = [&program](std::string_view bytes) {
        if (program.write(bytes)) return;
        require_success("tar", program.finish());
        throw program_failed("tar ended before it had read everything");
    };
    std::function<void(std::uint64_t)> read = [&with](std::uint64_t bytes) { with.shown.reached(bytes); };
    co_await read_back(with.from, cluster, with.with, with.workers, std::move(into), std::move(read));
    auto end = [&program, &with] {
        require_success("tar", program.finish());
        flush(with.folder);
    };
    co_await with.workers.run(std::move(end));
}

std::string recovery_settings(const std::vector<std::string>& fetch_command, std::optional<instant> until) {
    std::string command;
    for (const auto& each : fetch_command) command += shell_word(each) + " ";
    std::string text = "# Written by gavel restore --until.\n";
    text += fmt::format("restore_command = {}\n", setting_value(command + "%f %p"));
    if (until) text += fmt::format("recovery_target_time = '{}'\n", as_setting(*until));
    text += "recovery_target_action = 'promote'\n";
    text += "archive_mode = 'off'\n";
    return text;
}

void arrange_recovery(const std::string& folder, const std::string& settings) {
    std::ofstream out(folder + "/postgresql.auto.conf", std::ios::app | std::ios::binary);
    out << settings;
    out.close();
    std::ofstream signal(folder + "/recovery.signal");
    signal.close();
    if (!out || !signal) throw std::system_error(errno, std::generic_category(), "the recovery cannot be arranged in " + folder);
    flush(folder);
}

}  // namespace gavel::backup
