// What people and the clock do alike to an order whose row is locked: state, books, timeline, news. The caller commits.
#pragma once
#include "modules/orders/house.hpp"
#include "modules/orders/model.hpp"
#include "modules/orders/repository_sales.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>

namespace gavel::orders {

using boost::asio::awaitable;

// Who did it; nobody: the clock.
struct doer {
    party by = party::system;
    std::optional<account_id> who;
};

awaitable<void> receive(pg::transaction& tx, const house& h, order& o, doer d, instant now);
// The seller is paid.
awaitable<void> complete(pg::transaction& tx, const house& h, order& o, doer d, instant now);
// The time to pay is over: a strike for the buyer, and the next in the queue is asked, if the seller wants that.
awaitable<void> give_up(pg::transaction& tx, const house& h, order& o, instant now);
// Nothing is owed for its lots any more: it was paid or cancelled.
awaitable<void> settled(pg::transaction& tx, const house& h, const order& o);
// A runner-up does not want the lot, or has not answered.
awaitable<void> end_offer(pg::transaction& tx, const house& h, order& o, doer d, instant now);

// A lot that no order holds, offered to a runner-up until then; it is locked (repository::lock_sale). `after`: the order that held it last.
awaitable<order> offer(pg::transaction& tx, const house& h, const repository::sale& sale, std::optional<order_id> after,
                       const runner_up& to, std::int64_t price, instant until, doer d);

}  // namespace gavel::orders
