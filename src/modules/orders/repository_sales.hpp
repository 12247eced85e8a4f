// SQL of how a lot was sold and who else wanted it, and of strikes.
#pragma once
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::orders::repository {

using pg::awaitable;

struct sale {
    lot_id lot;
    account_id seller, buyer;
    money price;
    instant closed_at, now;
    bool has_order = false;  // ever
};
// Nothing if the lot was not sold. Two who ask about one lot take turns until they commit.
awaitable<std::optional<sale>> lock_sale(pg::transaction& tx, lot_id lot);

// Sold within the last week and since there are orders, a minute ago or longer, and without one.
awaitable<std::vector<lot_id>> sold_without_order(pg::pool& pool, pg::deadline until, std::int64_t most);

// Whom a second chance would go to: the highest maximum that stands, the earlier of equal ones, of those who have had no order for
// the lot, are not suspended and not on the seller's block list. Of a lot that was bought at its price there is none: all maxima are void.
// `not_below_reserve`: as the queue asks, which decides nothing for the seller.
awaitable<std::optional<runner_up>> next_runner_up(pg::transaction& tx, lot_id lot, bool not_below_reserve);
awaitable<bool> has_live_order(pg::transaction& tx, lot_id lot);
awaitable<std::int64_t> offered_by_queue(pg::transaction& tx, lot_id lot);

// Adds it and says how many count now.
awaitable<std::int64_t> add_strike(pg::transaction& tx, const order& o, std::int64_t counting_days);
awaitable<std::int64_t> strikes_of(pg::transaction& tx, account_id who, std::int64_t counting_days);
void suspend_until(pg::transaction& tx, order_id for_order, std::int64_t days);
// Suspensions whose time is over; they are none any more.
awaitable<std::vector<account_id>> end_suspensions(pg::transaction& tx);

}  // namespace gavel::orders::repository
