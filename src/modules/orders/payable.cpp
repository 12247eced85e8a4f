#include "modules/orders/payable.hpp"

#include "modules/orders/errors.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/money.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_reads.hpp"
#include "modules/orders/taking.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/totals.hpp"
#include "modules/orders/transitions.hpp"

#include <utility>

namespace gavel::orders {
namespace {

constexpr translated order_word{"Замовлення № ", "Order no. ", "Заказ № "};

bool may_be_given_back(order_state s) {
    return s == order_state::paid || s == order_state::shipped || s == order_state::received || s == order_state::disputed;
}

told with(account_id whom, news::kind kind, money amount, std::optional<instant> until = {}) {
    told t(whom, kind);
    t.amount = amount;
    t.until = until;
    return t;
}

}  // namespace

awaitable<void> order_payable::lock(pg::transaction& tx, std::int64_t id) { co_await repository::lock(tx, order_id{id}); }

awaitable<result<payments::bill>> order_payable::bill_of(pg::transaction& tx, account_id who, std::int64_t id) {
    auto locked = co_await repository::lock(tx, order_id{id});
    if (!locked || locked->order.buyer != who) co_return refuse(no_such_order);
    auto& o = locked->order;
    if (const auto why = why_not(command::pay, o, party::buyer, locked->now)) co_return refuse_about(o, party::buyer, locked->now, why);
    if (!o.billed_at) {
        o.billed_at = locked->now;
        repository::store(tx, o);
    }
    const auto words = co_await repository::payer_words(tx, o.id);
    payments::bill b;
    b.payer = who;
    b.due = o.in_money(o.total());
    b.title = std::string(order_word.in(words.lang)) + o.id.text() + ": " + words.title;
    b.what.lot = words.lot;
    b.what.lot_title = words.title;
    b.what.lots = words.lots;
    b.pay_until = *o.due_at;
    b.return_path = "/orders/" + o.id.text();
    co_return b;
}

// Money that does not fit (another amount, too late, cancelled meanwhile) is not taken: it goes back to the card.
awaitable<bool> order_payable::on_paid(pg::transaction& tx, const payments::arrival& a) {
    auto locked = co_await repository::lock(tx, order_id{a.of.id});
    if (!locked) co_return false;
    auto& o = locked->order;
    if (o.state != order_state::awaiting_payment || a.payer != o.buyer || a.amount != o.in_money(o.total()) || !o.delivery_method)
        co_return false;
    const bool taken = co_await take_into_escrow(tx, o);
    if (!taken) co_return false;
    o.payment = a.payment;
    o.paid_at = locked->now;
    enter(o, order_state::paid, locked->now, house_.limits);
    repository::store(tx, o);
    std::vector<told> whom;
    whom.push_back(with(o.buyer, news::kind::order_paid, a.amount, o.due_at));
    whom.push_back(with(o.seller, news::kind::order_paid, o.in_money(share_out(o).seller), o.due_at));
    auto what = by_person("paid", party::buyer, o.buyer);
    what.amount = a.amount.amount;
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await settled(tx, house_, o);
    co_return true;
}

awaitable<bool> order_payable::on_refund(pg::transaction& tx, const payments::arrival& a, money amount) {
    auto locked = co_await repository::lock(tx, order_id{a.of.id});
    if (!locked) co_return false;
    auto& o = locked->order;
    if (o.payment != a.payment) co_return true;
    if (!may_be_given_back(o.state) || amount.currency != o.currency || amount.amount < 1 || amount.amount > o.total() - o.refunded)
        co_return false;
    // The key counts on: each refund of an order begins where the one before has ended.
    const bool given = co_await give_back(tx, o, amount.amount, o.subject() + ":refund:" + std::to_string(o.refunded));
    if (!given) co_return false;
    o.refunded += amount.amount;
    if (o.refunded == o.total()) enter(o, order_state::refunded, locked->now, house_.limits);
    repository::store(tx, o);
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller}) whom.push_back(with(each, news::kind::order_refunded, amount));
    auto what = by_itself("refunded");
    what.amount = amount.amount;
    co_await record(tx, o, std::move(what), std::move(whom));
    co_return true;
}

}  // namespace gavel::orders
