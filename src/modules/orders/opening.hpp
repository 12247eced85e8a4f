// An order for every lot that was sold, exactly once: by the job that its sale has left, or, should that be lost, by the sweep.
#pragma once
#include "modules/orders/house.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>

namespace gavel::orders {

using boost::asio::awaitable;

// Nothing: was not sold, or has had an order already.
awaitable<std::optional<order_id>> open(pg::transaction& tx, const house& h, lot_id lot);

// The handler of `orders.open`, which bidding leaves with every sale. `h` outlives it.
jobs::registration opening_job(const house& h);

// How many orders it opened.
awaitable<std::int64_t> open_missing(pg::pool& pool, const house& h);

}  // namespace gavel::orders
