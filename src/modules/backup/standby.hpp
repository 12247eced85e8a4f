// A server that is read instead of the primary (backup.database_url): what it must be, and what it can do to whoever reads it.
#pragma once
#include "modules/backup/progress.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace gavel::backup {

// Returns when `source` has everything that was committed on `primary` before the call: it is the same server, or a streaming standby of it
// that has come so far. Throws refused for any other server, and if it takes longer than `patience`.
boost::asio::awaitable<void> catch_up(pg::pool& primary, pg::pool& source, std::chrono::seconds patience, progress& shown);

// A standby ends what reads an old state for too long, because the log is to be replayed. Whether `failure` is that; what to do then.
bool is_recovery_conflict(std::string_view failure);
std::string recovery_conflict_advice(std::string_view failure);

}  // namespace gavel::backup
