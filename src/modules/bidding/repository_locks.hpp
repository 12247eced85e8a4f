// The lock that serialises everything about one auction: the row of its standing. Locks of several are taken in the order of lot ids, after
// those of lots and before those of accounts.
#pragma once
#include "modules/bidding/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <unordered_map>
#include <vector>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

struct locked_lots {
    instant now;                                // the database clock, read after the locks were granted
    std::unordered_map<lot_id, standing> lots;  // those that exist
};

// Sends the locks and waits for what is behind them: one round trip.
awaitable<locked_lots> lock_lots(pg::transaction& tx, std::vector<lot_id> lots);

struct locked_lot {
    instant now;
    bidding::standing standing;
};
awaitable<std::optional<locked_lot>> lock_lot(pg::transaction& tx, lot_id lot);

// In parts, for callers with more to send on the same way: the locks, the question, and its answer after the next awaited call.
void send_locks(pg::transaction& tx, const std::vector<lot_id>& lots);
pg::reply ask_locked(pg::transaction& tx, const std::vector<lot_id>& lots);
locked_lots read_locked(const pg::rows& answer);

}  // namespace gavel::bidding::repository
