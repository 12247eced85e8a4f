// A lot that is listed again while somebody has it from its earlier auction: one of the two only. Wired by app to
// lots::service::on_publish.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::orders {

// The lot is about to be published; nobody can be offered the earlier listing until this transaction ends. Refuses: lot_promised (`lot`).
boost::asio::awaitable<result<void>> check_relisting(pg::transaction& tx, lot_id lot);

}  // namespace gavel::orders
