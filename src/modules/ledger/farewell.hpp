// What the ledger has to say when somebody wants to close their account.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/pg/pool.hpp"

#include <vector>

namespace gavel::ledger {

// money_held: deposits and the like are not over. wallet_not_empty: money that would be nobody's. The wallet's rows stay locked.
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom);

}  // namespace gavel::ledger
