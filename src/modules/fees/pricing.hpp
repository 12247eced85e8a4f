// What modules above ask inside their own transactions. What applied when a lot was published applies to it to its end.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace gavel::fees {

using boost::asio::awaitable;

// Of a published lot: what its buyer pays on top of the hammer price, and what its seller gives of it. Zero where there is no such fee or
// one of another currency than `hammer`.
awaitable<money> premium(pg::transaction& tx, lot_id lot, money hammer);
awaitable<money> commission(pg::transaction& tx, lot_id lot, money hammer);

// Of kinds that are not by bands ("listing", "service:top"), at a moment. Nothing: no such fee.
awaitable<std::optional<money>> price(pg::transaction& tx, std::string kind, gavel::currency unit, instant at);

}  // namespace gavel::fees
