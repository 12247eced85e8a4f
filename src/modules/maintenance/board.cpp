#include "modules/maintenance/board.hpp"

#include "platform/observe/log.hpp"

#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <iterator>

namespace gavel::maintenance {

board::board(std::string file) : file_(std::move(file)) { refresh(); }

// Device, inode, size and time of what the name leads to; zeros: nothing.
board::mark board::mark_of_file() const {
    struct stat found {};
    if (::stat(file_.c_str(), &found) != 0) return {};
    return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

void board::refresh() {
    if (file_.empty()) return;
    const auto there = mark_of_file();
    if (there == read_) return;
    read_ = there;
    std::string text;
    if (there != mark{}) {
        std::ifstream in(file_, std::ios::binary);
        text.resize(notice_bytes_max + 1);
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        if (in.bad() || !in.is_open()) {
            log::error("maintenance.notice_refused", "file", file_, "why", "it cannot be read");
            return;
        }
    }
    auto understood = read_notice(text);
    if (!understood) {
        log::error("maintenance.notice_refused", "file", file_, "why", understood.error());
        return;
    }
    now_ = std::move(*understood);
    log::info("maintenance.notice", "until", now_.until ? format_instant(*now_.until) : std::string("unknown"));
}

boost::asio::awaitable<void> board::watch(runtime::life& life) {
    constexpr std::chrono::seconds pause{1};
    while (!life.stopping()) {
        co_await life.sleep(pause);
        refresh();
    }
}

}  // namespace gavel::maintenance
