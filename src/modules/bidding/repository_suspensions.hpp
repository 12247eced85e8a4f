// SQL of suspensions: where an account's bids stand.
#pragma once
#include "base/ids.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace gavel::bidding::repository {

struct lot_bid_on {
    lot_id lot;
    bool freezes = false;  // ends within `last_s`, and its clock runs
};
boost::asio::awaitable<std::vector<lot_bid_on>> lots_bid_on(pg::transaction& tx, account_id whom, std::int64_t last_s, std::int64_t most);

// With ids beyond `after`, ascending, at most `most`. None once the suspension has ended.
boost::asio::awaitable<std::vector<lot_id>> lots_bid_on_while_suspended(pg::pool& pool, pg::deadline until, account_id whom, lot_id after,
                                                                        std::int64_t most);

}  // namespace gavel::bidding::repository
