// An order for every lot that was sold, exactly once: by the job that its sale has left, or, should that be lost, by the sweep.
#pragma once
#include "modules/orders/house.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace gavel::orders {

using boost::asio::awaitable;

// One for each lot that was sold and has had none yet; their buyers are told by one job.
awaitable<std::vector<order_id>> open(pg::transaction& tx, const house& h, std::vector<lot_id> lots);

// The handler of `orders.open`, which bidding leaves with its sales, up to a hundred in one job. `h` outlives it.
jobs::registration opening_job(const house& h);

// How many orders it opened.
awaitable<std::int64_t> open_missing(pg::pool& pool, const house& h);

}  // namespace gavel::orders
