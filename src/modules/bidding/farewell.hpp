// What bidding has to say when somebody wants to close their account.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/pg/pool.hpp"

#include <vector>

namespace gavel::bidding {

// bids_stand: in auctions that run or are paused; a bid binds until it is outbid for good. lots_open: own ones. sales_unsettled: bought or
// sold in the last 14 days.
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom);

// Ends their blocks; bids that were on their way past the question are cancelled by the job of suspensions.
boost::asio::awaitable<void> erase(pg::transaction& tx, account_id whom);

}  // namespace gavel::bidding
