// SQL of the doctor: what no module's own check looks at.
#pragma once
#include "base/ids.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::app::repository {

using boost::asio::awaitable;

// A finding of `rule`, one of `total` of which the first 20 are told; or, if `rule` is empty, how many rows of `what` there are.
struct sight {
    std::string rule, what;
    std::int64_t total = 0;
};

// Rows that point nowhere although no foreign key can say so.
awaitable<std::vector<sight>> find_orphans(pg::pool& pool, pg::deadline until);

// Jobs and letters that do not move. Judged as of the last moment somebody served: what a backup had waiting is not late by its age.
awaitable<std::vector<sight>> find_stuck_work(pg::pool& pool, pg::deadline until);

// The next published lots after `after`, in the order of their ids; none: that was all.
awaitable<std::vector<lot_id>> next_lots(pg::pool& pool, lot_id after, pg::deadline until);

}  // namespace gavel::app::repository
