// What a cluster says about itself, for base backups.
#pragma once
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gavel::backup::repository {

struct cluster {
    std::string system;
    std::string segment;    // that is being written
    std::string archiving;  // archive_mode
    instant now;
};
// pg::error on a standby, which writes no log of its own.
boost::asio::awaitable<cluster> read_cluster(pg::pool& pool, pg::deadline until);

}  // namespace gavel::backup::repository
