// Whether the ledger has of each purchase what the purchase says. For the doctor, and for `gavel ledger check`.
#pragma once
#include "modules/ledger/check.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::services {

// purchase_unposted: paid, or given back, without a transaction. purchase_unpaid: a transaction of one that is not. At most 100 of each.
boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until);

}  // namespace gavel::services
