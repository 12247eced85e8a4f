// What orders post to the books. Each posting has a key of its own, so none happens twice.
#pragma once
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gavel::orders {

using boost::asio::awaitable;

// The buyer's wallet → escrow of the order, the whole total. False: the wallet has less.
awaitable<bool> take_into_escrow(pg::transaction& tx, const order& o);

// Escrow → the buyer's wallet, on its way back to the card. False: escrow has less.
awaitable<bool> give_back(pg::transaction& tx, const order& o, std::int64_t amount, std::string key);

// Whatever is in escrow → the seller's wallet and the house's income (share_out). std::logic_error if escrow is short of it (our bug).
awaitable<void> pay_out(pg::transaction& tx, const order& o);

}  // namespace gavel::orders
