// The two steps that everything here is made of: holding the money of a deposit, and letting it go.
#pragma once
#include "modules/deposits/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::deposits {

using boost::asio::awaitable;

// The deposit is active from now on; false: there is not enough free money in the wallet. Its row is locked by the caller.
awaitable<bool> hold_money(pg::transaction& tx, deposit& d, instant until);

// Released, whatever it was; the money is free again. Its row is locked by the caller.
awaitable<void> set_free(pg::transaction& tx, deposit d);

}  // namespace gavel::deposits
