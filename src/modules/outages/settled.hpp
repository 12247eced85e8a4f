// Whether ends may be trusted: what the closing of lots asks before it commits.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::outages {

// True if bids could be taken up to this moment, but for less than `gap_s`, and every outage before it was made up for. Ask after the locks
// on the lots to be closed are held, in the same transaction: an outage that would have saved one of them is then either seen here or began
// later.
boost::asio::awaitable<bool> settled(pg::transaction& tx, std::int64_t gap_s);

}  // namespace gavel::outages
