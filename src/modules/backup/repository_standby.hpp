// What a server says about itself and its log, to tell whether it is a standby of another and how far behind.
#pragma once
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>

namespace gavel::backup::repository {

using boost::asio::awaitable;

struct server {
    std::string system;    // system identifier: the same for a cluster and its physical copies
    std::string database;  // that we are connected to
    instant started;       // to the microsecond: tells servers of one cluster apart
    bool is_standby = false;
};
awaitable<server> read_server(pg::pool& pool, pg::deadline until);

// Where the log ends that is on the disk of a primary; pg::error on a standby.
awaitable<std::string> written_position(pg::pool& primary, pg::deadline until);

struct replay {
    std::int64_t missing_bytes = 0;  // up to the position that was asked about; 0 or less: it is reached
    bool paused = false;
};
awaitable<replay> read_replay(pg::pool& standby, pg::deadline until, std::string position);

}  // namespace gavel::backup::repository
