// Private to this folder: how an act takes an order into its hands.
#pragma once
#include "base/error.hpp"
#include "modules/orders/acts.hpp"
#include "modules/orders/rules.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace gavel::orders {

// An order whose row is locked, the clock after that, and what the visitor is to it.
class hand {
public:
    hand() {}
    orders::order order;
    instant now;
    party by = party::buyer;
};

std::optional<party> party_of(const order& o, visitor v);
std::unexpected<error> refuse_about(const hand& h, const obstacle& what, boost::json::object more = {});

// Refuses no_such_order and whatever the rules say.
boost::asio::awaitable<result<hand>> take(pg::transaction& tx, visitor v, order_id id, command c);

// Gives money back to the card (house::refund). `key` tells this refund from others of the order. False: it cannot be.
boost::asio::awaitable<bool> refund(pg::transaction& tx, const house& h, const order& o, std::int64_t amount, std::string reason,
                                    std::string key);

}  // namespace gavel::orders
