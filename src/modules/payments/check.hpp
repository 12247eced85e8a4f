// Whether the ledger has of each payment what its attempts say. For the doctor, and for `gavel ledger check`.
#pragma once
#include "modules/ledger/check.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::payments {

// attempt_unposted: charged, but not by a transaction of the same sum. charge_unknown: such a transaction without an attempt.
// provider_differs: what attempts have charged and not given back is not what the book of the provider says. At most 100 of each.
boost::asio::awaitable<std::vector<ledger::finding>> check(pg::pool& pool, pg::deadline until);

}  // namespace gavel::payments
