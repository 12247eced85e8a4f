// The SQL of the watch: what is known of each place and of the drill, and what operators were told.
#pragma once
#include "modules/backup/lateness.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace gavel::backup::repository {

using boost::asio::awaitable;

struct watch_state {
    std::vector<watched> all;  // in the order of the subjects asked for
    instant now;
};
awaitable<watch_state> find_watched(pg::pool& pool, pg::deadline until, std::vector<std::string> subjects);

// The same, with the rows locked until the transaction ends and read after that; a new subject is watched from now on.
awaitable<watch_state> lock_watched(pg::transaction& tx, std::vector<std::string> subjects);
void told_late(pg::transaction& tx, const std::vector<std::string>& subjects, instant at);
void told_good(pg::transaction& tx, const std::vector<std::string>& subjects);

}  // namespace gavel::backup::repository
