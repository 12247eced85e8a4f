// Standings as live updates carry them (modules/live).
#pragma once
#include "modules/bidding/model.hpp"
#include "modules/live/change.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace gavel::bidding {

live::shared_change live_change(const public_standing& lot);

// The present standings of those of `lots` whose version is above the one at the same place of `versions`: a live::change_source.
boost::asio::awaitable<std::vector<live::shared_change>> changes_since(pg::pool& pool, std::vector<lot_id> lots,
                                                                       std::vector<std::int64_t> versions, pg::deadline until);

}  // namespace gavel::bidding
