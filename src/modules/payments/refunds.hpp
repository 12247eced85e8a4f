// Money back to the card, and the two ends of a hold. Begun in the caller's transaction, carried out by the worker until the provider
// confirms or refuses. A refusal from here means that the caller must not commit: the thing may have been asked already.
#pragma once
#include "base/error.hpp"
#include "modules/payments/model.hpp"
#include "modules/payments/payables.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::payments {

// `amount`: minor units of the payment's currency. `reason`: a sentence for the books and the provider, 1 to 500 characters. `key`: the
// same key again for the same sum of the same payment gives the first operation and changes nothing, e.g. "order:42:settled". Lock the
// thing before, if it is yours. `asked_by`: an operator, who may mean a refund that the provider has refused: what that left in the wallet
// goes first, and the thing is asked for the rest only. Refusals: key_reused, nothing_to_refund, refund_too_large (`available`),
// not_refundable.
awaitable<result<operation>> begin_refund(pg::transaction& tx, const payables& all, payment_id of, std::int64_t amount, std::string reason,
                                          std::string key, std::optional<account_id> asked_by = std::nullopt);

// Of a hold: charge `amount` of it, once; the rest is released by itself. on_paid is called when the provider has confirmed. Refusals of
// both: key_reused, nothing_to_refund, payment_busy, refund_too_large.
awaitable<result<operation>> begin_capture(pg::transaction& tx, const payables& all, payment_id of, std::int64_t amount, std::string reason,
                                           std::string key);
// Let a hold go, whole. on_released is called when the provider has confirmed.
awaitable<result<operation>> begin_release(pg::transaction& tx, const payables& all, payment_id of, std::string reason, std::string key);

}  // namespace gavel::payments
