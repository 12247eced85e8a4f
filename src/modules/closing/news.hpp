// Who is told what when a lot has closed.
#pragma once
#include "modules/bidding/hammer.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::closing {

// Jobs "notifications.event", once per lot and account: sold or unsold to the seller, won to the winner, lost to every other bidder.
void tell(pg::transaction& tx, const bidding::closed_lot& lot);

}  // namespace gavel::closing
