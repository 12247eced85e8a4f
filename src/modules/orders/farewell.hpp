// What orders have to say when somebody wants to close their account.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::orders {

// orders_open: bought or sold, not over.
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom);

// Addresses of what they bought go; orders, amounts and messages stay, they are the other side's too.
boost::asio::awaitable<void> erase(pg::transaction& tx, account_id whom);

}  // namespace gavel::orders
