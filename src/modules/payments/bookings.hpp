// Card money in the books. Money on its way back waits in a book of its own, "escrow:refund:<operation>": it is neither the payer's to
// spend nor the provider's yet, so a refusal of the provider neither loses nor doubles it. Every posting has a key and happens once.
#pragma once
#include "modules/payments/model.hpp"
#include "platform/pg/pool.hpp"

#include <string_view>

namespace gavel::payments {

// outside → wallet.
awaitable<void> book_arrival(pg::transaction& tx, const payment& p, const attempt& a, std::string_view provider);
// wallet → on its way. False: the wallet has not enough.
awaitable<bool> book_departure(pg::transaction& tx, const payment& p, const operation& o);
// On its way → outside: the provider has confirmed it.
awaitable<void> book_handover(pg::transaction& tx, const payment& p, const operation& o, std::string_view provider);
// On its way → wallet: the provider refused.
awaitable<void> book_failure(pg::transaction& tx, const payment& p, const operation& o);

}  // namespace gavel::payments
