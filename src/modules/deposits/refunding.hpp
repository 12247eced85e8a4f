// A released deposit that was paid by card goes back to the card, in a transaction of its own. What was paid from the wallet stays there.
#pragma once
#include "modules/deposits/model.hpp"
#include "modules/payments/payables.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::deposits {

void refund_later(pg::transaction& tx, deposit_id id);

// Does it; `all` outlives it. Payments carries the refund out and, if the provider refuses it for good, puts the money into the wallet.
// What its owner has spent from the wallet meanwhile is not given back.
jobs::registration refund_job(const payments::payables& all);

}  // namespace gavel::deposits
