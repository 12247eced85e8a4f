// What payments have to say when somebody wants to close their account.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::payments {

// payment_open: a card may still be charged, or money is on its way back.
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom);

}  // namespace gavel::payments
