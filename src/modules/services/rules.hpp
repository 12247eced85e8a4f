// What may be done with purchases, and when promotions last. Pure.
#pragma once
#include "modules/services/model.hpp"

namespace gavel::services {

// From a payment at `now`: not before the lot begins, not before an earlier one of the same kind expires.
promotion_period period_of(std::int64_t days, instant now, instant lot_starts_at, std::optional<instant> earlier_expires_at);

// A lot for which promotions are sold.
bool may_be_promoted(lots::lot_state s);

// A due purchase whose time is over has lapsed, without anybody writing so.
purchase_state seen_state(const purchase& p, instant now);

bool is_active(const purchase& p, instant now);

// Paid, and nothing was had for the money: a promotion that has not begun or whose lot was cancelled or taken back before it expired, a
// package of which nothing was used.
bool is_refundable(const purchase& p, instant now);

// DELETE would change something.
bool is_returnable(const purchase& p, instant now);

}  // namespace gavel::services
