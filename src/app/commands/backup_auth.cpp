// `gavel backup auth google`: the first sign-in, with a code that is entered on any device. Exit code 1: something is wrong, said in
// sentences.
#include "app/commands/commands.hpp"
#include "app/commands/run_to_end.hpp"
#include "app/commands/secret_file.hpp"
#include "app/options.hpp"

#include "modules/backup/google_target.hpp"
#include "platform/google/device.hpp"

#include <unistd.h>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

constexpr auto consent_within = 60min, try_within = 5min;
constexpr double gigabyte = 1e9;

// Before somebody has signed in on their phone for nothing.
void require_writable(const std::string& path) {
    if (path.empty())
        throw std::invalid_argument(
            "backup.google_refresh_token_file must name the file in which the sign-in is kept; it is made by this command");
    const auto folder = std::filesystem::absolute(path).parent_path();
    if (access(folder.c_str(), W_OK) != 0)
        throw std::system_error(errno, std::generic_category(), "backup.google_refresh_token_file cannot be made in " + folder.string());
}

awaitable<void> sign_in(boost::asio::io_context& io, const backup::google_options& chosen) {
    const auto who = chosen.application();
    require_writable(chosen.refresh_token_file);
    http_client::client_options plain;
    http_client::client web(io, plain);
    const auto until = runtime::within(consent_within);
    const auto code = co_await google::ask_for_device_code(web, chosen.oauth_url, who, until);
    fmt::print("1. On any phone or computer open {}\n", code.page);
    fmt::print("2. Enter the code {}\n", code.user_code);
    fmt::print(
        "3. Sign in with the Google account that is to keep the backups, best one that is used for nothing else, and choose \"Allow\".\n");
    fmt::print("Waiting for that, {} minutes at most ...\n", std::chrono::duration_cast<std::chrono::minutes>(code.lasts).count());
    std::fflush(stdout);
    const auto token = co_await google::wait_for_consent(web, chosen.oauth_url, who, code, 1s, until);
    replace_secret(chosen.refresh_token_file, token + "\n");
    fmt::print("Signed in. The sign-in is kept in {}: whoever has that file can delete the backups.\n", chosen.refresh_token_file);
}

awaitable<int> try_out(boost::asio::io_context& io, const backup::google_options& chosen) {
    backup::google_target target(io, chosen);
    const auto until = runtime::within(try_within);
    const auto faults = co_await target.self_test(until);
    for (const auto& each : faults) fmt::print("{}\n", each);
    if (!faults.empty()) co_return 1;
    const auto account = co_await target.account(until);
    fmt::print("A file was written, read and removed in {}, as {}.\n", target.description(), account.user);
    if (account.limit && chosen.drive_id.empty())
        fmt::print("{:.1f} GB of {:.1f} GB are used, {:.1f} GB of it by the trash.\n", static_cast<double>(account.used) / gigabyte,
                   static_cast<double>(*account.limit) / gigabyte, static_cast<double>(account.in_trash) / gigabyte);
    co_return 0;
}

awaitable<int> authorise(boost::asio::io_context& io, const backup::google_options& chosen) {
    if (chosen.service_account_file.empty()) co_await sign_in(io, chosen);
    else fmt::print("A service account signs in with its key file; nobody has to consent.\n");
    co_return co_await try_out(io, chosen);
}

}  // namespace

int authorise_google(const std::string& config_file) {
    options chosen;
    load(chosen, config_file);
    boost::asio::io_context io(1);
    return run_to_end(io, authorise(io, chosen.backups.places.google));
}

}  // namespace gavel::app
