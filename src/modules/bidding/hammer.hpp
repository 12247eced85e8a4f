// Starting and closing auctions by the clock: what the closing module drives. Several processes may do it at once.
#pragma once
#include "modules/bidding/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding {

struct closed_lot {
    standing after;
    std::vector<account_id> bidders;  // everybody who bid, by their number
};

// Scheduled lots whose start has come run now, at most `most`; committed by itself. Announce what it returns.
boost::asio::awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most);

// Locks at most `most` running lots whose end has come and that nobody else holds, decides by the clock under the lock and sends the
// results; the caller adds what belongs to them and commits. Announce after the commit.
boost::asio::awaitable<std::vector<closed_lot>> close_due(pg::transaction& tx, std::int64_t most);

// Until the next start or end; negative if one is overdue, nothing if none is ahead.
boost::asio::awaitable<std::optional<std::chrono::microseconds>> next_due(pg::pool& pool, pg::deadline until);

}  // namespace gavel::bidding
