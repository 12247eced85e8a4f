// Strikes for orders left unpaid: 1 is a warning, 2 ask for a deposit on every lot, 3 suspend the account for a while.
#pragma once
#include "base/ids.hpp"
#include "modules/orders/options.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::orders {

// Whether this account has to deposit before it bids.
boost::asio::awaitable<bool> needs_deposit(pg::transaction& tx, account_id who, const options& limits);

}  // namespace gavel::orders
