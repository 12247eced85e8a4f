// What may be done with purchases, and when promotions last. Pure.
#pragma once
#include "modules/services/model.hpp"

#include <vector>

namespace gavel::services {

// From a payment at `now`: not before the lot begins, not before an earlier one of the same kind expires.
promotion_period period_of(std::int64_t days, instant now, instant lot_starts_at, std::optional<instant> earlier_expires_at);

// The paid promotions of a lot that has never begun, now that it begins at that time: the first of each kind begins with it, the others
// keep their distance. Only those that move, in an order in which at no moment two of one kind overlap.
struct moved_promotion {
    purchase_id of;
    promotion_period lasts;
};
std::vector<moved_promotion> begun_with_lot(std::vector<purchase> paid, instant lot_starts_at);

// A lot for which promotions are sold.
bool may_be_promoted(lots::lot_state s);

// A due purchase whose time is over has lapsed, without anybody writing so.
purchase_state seen_state(const purchase& p, instant now);

bool is_active(const purchase& p, instant now);

// Paid, and nothing was had for the money: a promotion that has not begun, whose lot was taken back, or cancelled before it expired; a
// package of which nothing was used.
bool is_refundable(const purchase& p, instant now);

// DELETE would change something.
bool is_returnable(const purchase& p, instant now);

}  // namespace gavel::services
