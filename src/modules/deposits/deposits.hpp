// What orders ask for about the deposit of whoever won, in their transactions. Lock order: the order, the deposit, the books.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/deposits/options.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::deposits {

using boost::asio::awaitable;

// The order was paid, or nothing is owed any more: the money is free in the wallet. False: there is none that is active. Doing it again is
// fine.
awaitable<bool> release(pg::transaction& tx, lot_id lot, account_id owner);

// The same in a transaction of its own, after this one: for whoever holds books already.
void release_later(pg::transaction& tx, lot_id lot, account_id owner);
jobs::registration release_job();  // does it

// The order was not paid: all of it goes to the seller's wallet, or to "income:forfeits" (deposits.forfeited_to). False as above.
awaitable<bool> forfeit(pg::transaction& tx, lot_id lot, account_id owner, const options& chosen);

// From now on this account bids on no lot without a deposit. Never shortens what was said before.
void ask_always(pg::transaction& tx, account_id whom, instant until);

}  // namespace gavel::deposits
