// Who has bid on a lot, with names: for its seller and for moderators only.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding {

struct lot_bidder {
    std::int64_t number = 0;  // on this lot
    account_id account;
    std::string name;
    bool stands = false;  // has bids that were not withdrawn
    bool leading = false;
    instant last_bid_at;
    std::int64_t retractions = 0;  // within six months, on any lot
    bool blocked = false;          // by the seller of this lot
    bool suspended = false;
};

struct bidder_list {
    account_id seller;
    std::vector<lot_bidder> items;  // the latest bid first
};

namespace repository {

// At most `most` bidders; nothing if the lot has no standing.
boost::asio::awaitable<std::optional<bidder_list>> list_bidders(pg::pool& pool, pg::deadline until, lot_id lot, std::int64_t most);

}  // namespace repository
}  // namespace gavel::bidding
