// Starting and closing auctions by the clock: what the closing module drives. Several processes may do it at once.
#pragma once
#include "modules/bidding/model.hpp"
#include "modules/news/event.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding {

struct closed_lot {
    standing after;
    std::vector<news::event> news;  // for the seller and everybody with bids that stand
};

// Scheduled lots whose start has come run now, at most `most`; committed by itself. Announce what it returns.
boost::asio::awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most);

// What one transaction takes on. A single lot may have more bidders than that: then it is closed alone.
struct closing_bounds {
    std::int64_t lots_max = 0, bidders_max = 0;
};
struct closed_lots {
    std::vector<closed_lot> lots;
    bool more = false;  // a bound was reached: look again at once
};

// Locks running lots whose end has come and that nobody else holds, decides each by the clock under its lock and sends the results,
// one statement for all; the caller adds what belongs to them and commits. Announce after the commit.
boost::asio::awaitable<closed_lots> close_due(pg::transaction& tx, closing_bounds bounds);

// Until the next start or end; negative if one is overdue, nothing if none is ahead.
boost::asio::awaitable<std::optional<std::chrono::microseconds>> next_due(pg::pool& pool, pg::deadline until);

}  // namespace gavel::bidding
