// Whether the ledger has of each order what the order says. For the doctor, and for `gavel ledger check`.
#pragma once
#include "modules/ledger/check.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::orders {

// escrow_wrong: in escrow is not what was paid and neither given back nor paid out. order_unposted: completed, with money for somebody,
// without a transaction. At most 100 of each.
boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until);

}  // namespace gavel::orders
