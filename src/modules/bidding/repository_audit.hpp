// SQL of the audit.
#pragma once
#include "modules/bidding/decision.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding::repository {

// The first statement of a transaction: everything it reads is of one moment. Only sends.
void read_one_moment(pg::transaction& tx);

boost::asio::awaitable<std::optional<standing>> find_standing(pg::transaction& tx, lot_id lot);

// Everybody with a number on the lot, ascending.
boost::asio::awaitable<std::vector<standing_maximum>> maxima_of(pg::transaction& tx, lot_id lot);

// The lowest seq whose place in the price history, or whose withdrawals, are not those that the log implies.
boost::asio::awaitable<std::optional<std::int64_t>> first_displaced(pg::transaction& tx, lot_id lot);

}  // namespace gavel::bidding::repository
