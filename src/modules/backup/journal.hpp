// What was saved and what was proven, and whose turn it is.
#pragma once
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::backup {

using boost::asio::awaitable;

// One backup, pruning or drill at a time. Held until the transaction ends. False: somebody else has it.
awaitable<bool> take_backup_turn(pg::transaction& tx);

// An attempt, also one that was refused.
struct run {
    std::string kind;    // save or verify
    std::string target;  // as backup.targets names it
    std::string place;   // in words
    std::optional<std::string> backup;
    instant began;
    std::int64_t bytes = 0;
    std::optional<std::string> failure;
};
awaitable<void> note_run(pg::pool& pool, pg::deadline until, run r);

}  // namespace gavel::backup
