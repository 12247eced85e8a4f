#include "modules/services/payable.hpp"

#include "modules/services/errors.hpp"
#include "modules/services/repository.hpp"
#include "modules/services/rules.hpp"
#include "modules/services/till.hpp"
#include "modules/services/titles.hpp"
#include "platform/http/problems.hpp"

#include <stdexcept>

namespace gavel::services {
namespace {

const problem* why_not_due(const purchase& p, instant now) {
    switch (seen_state(p, now)) {
        case purchase_state::due: break;
        case purchase_state::lapsed: return &pay_time_over;
        case purchase_state::paid: return &already_paid;
        case purchase_state::cancelled:
        case purchase_state::refunded: return &closed;
    }
    if (p.is_package()) return nullptr;
    return p.lot_state && may_be_promoted(*p.lot_state) ? nullptr : &lot_not_open;
}

bool is_payment_of(const purchase& p, const payments::arrival& a) { return p.payment == std::optional(a.payment.value); }

}  // namespace

awaitable<result<payments::bill>> payable::bill_of(pg::transaction& tx, account_id who, std::int64_t id) {
    const auto found = co_await repository::lock(tx, purchase_id{id});
    const auto now = co_await repository::clock(tx);
    if (!found || found->buyer != who) co_return refuse(http::not_found);
    if (const auto* why = why_not_due(*found, now)) co_return refuse(*why);
    const auto spoken = co_await repository::language_of(tx, who);
    payments::bill due;
    due.payer = who;
    due.due = found->price;
    due.title = title_of(found->service, found->lot_title, spoken);
    due.what.item = found->service;
    if (found->lot && found->lot_title) {
        due.what.lot = found->lot;
        due.what.lot_title = *found->lot_title;
        due.what.lots = 1;
    }
    due.pay_until = found->pay_until;
    due.return_path = found->lot ? "/services?lot=" + found->lot->text() : "/services";
    co_return due;
}

awaitable<bool> payable::on_paid(pg::transaction& tx, const payments::arrival& a) {
    auto found = co_await repository::lock(tx, purchase_id{a.of.id});
    if (!found || found->buyer != a.payer || found->price != a.amount) co_return false;
    if (found->state != purchase_state::due && found->state != purchase_state::lapsed) co_return false;
    const auto outcome = co_await pay(tx, *found, money_source::card, a.payment.value);
    if (outcome != payment_outcome::done) co_return false;
    shop_.tell_after(tx, *found);
    co_return true;
}

awaitable<bool> payable::on_refund(pg::transaction& tx, const payments::arrival& a, money amount) {
    auto found = co_await repository::lock(tx, purchase_id{a.of.id});
    const auto now = co_await repository::clock(tx);
    if (!found || !is_payment_of(*found, a)) co_return true;  // it never took this money
    if (found->state == purchase_state::refunded) co_return true;
    if (amount != found->price || !is_refundable(*found, now)) co_return false;
    co_await give_back(tx, *found);
    shop_.tell_after(tx, *found);
    co_return true;
}

awaitable<void> payable::on_held(pg::transaction&, const payments::arrival&) { throw std::logic_error("services are charged, never held"); }
awaitable<void> payable::on_released(pg::transaction&, const payments::arrival&) {
    throw std::logic_error("services are charged, never held");
}

}  // namespace gavel::services
