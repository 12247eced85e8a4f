// The notice as its file says it now. The file may be replaced at any moment, also as Kubernetes does with a mounted ConfigMap: by pointing
// a symbolic link elsewhere. One io thread.
#pragma once
#include "modules/maintenance/notice.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <tuple>

namespace gavel::maintenance {

class board {
public:
    explicit board(std::string file);  // empty: never a notice

    const notice& now() const { return now_; }

    // Reads the file if it changed since the last time. What cannot be understood is logged (maintenance.notice_refused) and leaves the
    // last good notice up; no file is no notice.
    void refresh();
    boost::asio::awaitable<void> watch(runtime::life& life);  // refreshes every second

private:
    using mark = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::int64_t>;
    mark mark_of_file() const;

    std::string file_;
    mark read_{};
    notice now_;
};

}  // namespace gavel::maintenance
