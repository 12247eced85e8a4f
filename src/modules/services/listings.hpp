// What publishing a lot costs, within the transaction of lots. Wired by app.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::services {

using boost::asio::awaitable;

// The lot's row is locked and about to be published at `now`. Takes the fee of that moment from a package, or else from the wallet; nothing
// if there is none or this lot was paid for before it was taken back. Refuses: listing_fee_unpaid (fee, wallet, missing, packages).
awaitable<result<void>> charge_listing(pg::transaction& tx, account_id seller, lot_id lot, gavel::currency unit, instant now);

// The lot's row is locked and its first bids will be taken at `starts_at`, perhaps another time than when it was published before and taken
// back: what was paid for then begins with it.
awaitable<void> lot_published(pg::transaction& tx, lot_id lot, instant starts_at);

// A draft is removed that was once published: what was paid for it and not had goes back, what is due is cancelled.
awaitable<void> lot_removed(pg::transaction& tx, lot_id lot);

}  // namespace gavel::services
