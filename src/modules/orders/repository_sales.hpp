// SQL of how a lot was sold and who else wanted it, and of strikes.
#pragma once
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::orders::repository {

using pg::awaitable;

// How the auction of a lot ended, with bids.
struct sale {
    lot_id lot;
    account_id seller, buyer;  // who led
    money price;
    instant closed_at, now;
    bool sold = false;       // false: below its reserve, nobody owes anything
    bool has_order = false;  // ever
};
// Nothing if nobody has bid, or the auction goes on or was cancelled. Two who ask about one lot take turns until they commit.
awaitable<std::optional<sale>> lock_sale(pg::transaction& tx, lot_id lot);
// Waits for those turns only.
void lock_lot(pg::transaction& tx, lot_id lot);

awaitable<std::optional<account_id>> seller_of(pg::transaction& tx, lot_id lot);  // of one that was published
awaitable<std::optional<order_id>> newest_order_of(pg::transaction& tx, lot_id lot);
// The lot that offers this one again and is, or was, open to bids.
awaitable<std::optional<lot_id>> listed_again_as(pg::transaction& tx, lot_id lot);
awaitable<std::optional<lot_id>> listing_before(pg::transaction& tx, lot_id lot);  // the one that this lot offers again

// Sold within the last week and since there are orders, a minute ago or longer, and without one.
awaitable<std::vector<lot_id>> sold_without_order(pg::pool& pool, pg::deadline until, std::int64_t most);

// Whom a second chance would go to: the highest maximum that stands, the earlier of equal ones, of those who have not won the lot,
// have had no order for it, are not suspended and not on the seller's block list. Of a lot that was bought at its price there is none: all
// maxima are void.
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
