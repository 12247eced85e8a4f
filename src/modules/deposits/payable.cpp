#include "modules/deposits/payable.hpp"

#include "modules/deposits/errors.hpp"
#include "modules/deposits/making.hpp"
#include "modules/deposits/repository.hpp"
#include "modules/deposits/rules.hpp"
#include "platform/http/problems.hpp"

namespace gavel::deposits {
namespace {

constexpr translated bill_words{"Гарантійний внесок: ", "Deposit: ", "Задаток: "};

}  // namespace

// The lot first, as everybody does who changes deposits.
payments::awaitable<void> deposit_payable::lock(pg::transaction& tx, std::int64_t id) {
    const auto where = co_await repository::place_of(tx, deposit_id{id});
    if (!where) co_return;
    const auto lot = co_await repository::lock_lot(tx, where->lot, where->owner);
    (void)lot;
    const auto found = co_await repository::lock(tx, deposit_id{id});
    (void)found;
}

payments::awaitable<result<payments::bill>> deposit_payable::bill_of(pg::transaction& tx, account_id who, std::int64_t id) {
    const auto found = co_await repository::lock(tx, deposit_id{id});
    if (!found || found->owner != who) co_return refuse(http::not_found);
    const auto facts = co_await repository::read_lot(tx, found->lot, who);
    if (found->state != state::unpaid || !facts || !facts->open || facts->now >= facts->ends_at) co_return refuse(deposit_not_due);
    const auto words = co_await repository::words_for(tx, who, found->lot);
    payments::bill b;
    b.payer = who;
    b.due = found->amount;
    b.title = std::string(bill_words.in(words.lang)) + words.title;
    b.what.lot = found->lot;
    b.what.lot_title = words.title;
    b.what.lots = 1;
    b.pay_until = facts->ends_at;
    b.return_path = "/lots/" + found->lot.text();
    co_return b;
}

payments::awaitable<bool> deposit_payable::on_paid(pg::transaction& tx, const payments::arrival& a) {
    auto found = co_await repository::lock(tx, deposit_id{a.of.id});
    if (!found || found->state != state::unpaid || found->owner != a.payer || found->amount != a.amount) co_return false;
    const auto facts = co_await repository::read_lot(tx, found->lot, a.payer);
    if (!facts || !facts->open) co_return false;
    const bool held = co_await hold_money(tx, *found, hold_until(*facts, options_));
    if (!held) co_return false;
    repository::set_payment(tx, found->id, a.payment);
    tell_taken(tx, *found);
    co_return true;
}

// The lot is locked so that no bid comes in between. Money of a released one is in the wallet, free.
payments::awaitable<bool> deposit_payable::on_refund(pg::transaction& tx, const payments::arrival& a, money) {
    const auto found = co_await repository::lock(tx, deposit_id{a.of.id});
    if (!found || found->state == state::forfeited) co_return false;
    if (found->state != state::active) co_return true;
    const auto facts = co_await repository::lock_lot(tx, found->lot, found->owner);
    if (facts && facts->published && why_not_take_back(*facts, found->owner)) co_return false;
    co_await set_free(tx, *found);
    co_return true;
}

payments::awaitable<void> deposit_payable::on_held(pg::transaction&, const payments::arrival&) { co_return; }
payments::awaitable<void> deposit_payable::on_released(pg::transaction&, const payments::arrival&) { co_return; }

}  // namespace gavel::deposits
