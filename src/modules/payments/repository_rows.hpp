// Private to this folder: how rows become what the module speaks of.
#pragma once
#include "modules/payments/model.hpp"
#include "platform/pg/row.hpp"

#define GAVEL_PAYMENT_COLUMNS                                                                                                      \
    "p.id, p.subject_kind, p.subject_id, p.payer_id, p.state, p.amount, p.currency, p.hold, p.title, p.return_path, p.pay_until, " \
    "p.refunded, p.granted, p.decline, p.created_at, p.approved_at, p.item, p.lot_id, p.lot_title, p.lots"
#define GAVEL_ATTEMPT_COLUMNS                                                                                                       \
    "a.id, a.payment_id, a.provider_order, a.provider_payment, a.state, a.amount, a.currency, a.hold, a.checkout_url, a.captured, " \
    "a.refunded, a.refunding, a.loose, a.surplus, a.decline, a.code, a.card, a.created_at, a.expires_at, a.checked_at, a.asked, a.audits"
#define GAVEL_OPERATION_COLUMNS                                                                                               \
    "o.id, o.attempt_id, o.kind, o.state, o.amount, a.currency, o.reason, o.key, o.reverse_id, o.tries, o.accepted, o.code, " \
    "o.created_at, "                                                                                                          \
    "o.finished_at"

namespace gavel::payments::repository {

payment read_payment(const pg::row& r);
attempt read_attempt(const pg::row& r);
operation read_operation(const pg::row& r);

}  // namespace gavel::payments::repository
