// The two steps that everything here is made of: holding the money of a deposit, and letting it go.
#pragma once
#include "modules/deposits/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace gavel::deposits {

using boost::asio::awaitable;

// The deposit is active from now on; false: there is not enough free money in the wallet. Its row is locked by the caller.
awaitable<bool> hold_money(pg::transaction& tx, deposit& d, instant until);

// Released, whatever it was; the money is free again. What was paid by card goes back to it by a job (refunding.hpp), after this
// transaction: payments locks the deposit first. The owner is told. Its row is locked by the caller.
awaitable<void> set_free(pg::transaction& tx, deposit d);

// The owner is told that bids are taken.
void tell_taken(pg::transaction& tx, const deposit& d);
// The owner, and whoever gets the money, are told.
void tell_forfeited(pg::transaction& tx, const deposit& d, std::optional<account_id> gets);

}  // namespace gavel::deposits
