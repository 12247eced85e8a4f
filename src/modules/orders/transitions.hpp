// What people and the clock do alike to an order whose row is locked: state, books, timeline, news. The caller commits.
#pragma once
#include "modules/orders/house.hpp"
#include "modules/orders/model.hpp"
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

// One lot of `first`, an order that holds it no longer, offered to a runner-up until then. The lot is locked (repository::lock_sale).
awaitable<order> offer(pg::transaction& tx, const house& h, const order& first, const runner_up& to, std::int64_t price, instant until,
                       doer d, instant now);

}  // namespace gavel::orders
