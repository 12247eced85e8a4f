#include "app/commands/backup_recovery.hpp"

#include "modules/backup/shelf.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gavel::app {

using boost::asio::awaitable;

constexpr std::size_t recovery_bytes_max = 16 * 1024;

backup::recovery_file read_recovery(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || text.size() > recovery_bytes_max)
        throw std::invalid_argument(
            fmt::format("{} cannot be read: --key names the file gavel-recovery.key of `gavel backup keygen`", path));
    return backup::read_recovery_file(text);
}

awaitable<backup::manifest> choose_backup(backup::target& from, std::string id, const std::vector<backup::signer>& trusted) {
    if (!id.empty()) {
        if (!backup::is_backup_id(id))
            throw std::invalid_argument("A backup is named as `gavel backup list` shows it: 20261130-083200-0a1b2c");
        auto entry = co_await backup::read_entry(from, id, trusted);
        if (!entry.said) throw backup::damaged(fmt::format("{} in {} is not to be trusted: {}", id, from.description(), entry.fault));
        co_return std::move(*entry.said);
    }
    auto shelf = co_await backup::read_shelf(from, trusted);
    if (shelf.empty()) throw backup::damaged(fmt::format("there is no backup in {}", from.description()));
    auto& newest = shelf.back();
    // Not the one before it: whoever restores must know that something is wrong.
    if (!newest.said)
        throw backup::damaged(fmt::format("the newest backup in {}, {}, is not to be trusted: {} Another one can be named.",
                                          from.description(), newest.id, newest.fault));
    co_return std::move(*newest.said);
}

}  // namespace gavel::app
