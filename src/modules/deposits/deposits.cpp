#include "modules/deposits/deposits.hpp"

#include "modules/deposits/making.hpp"
#include "modules/deposits/repository.hpp"

namespace gavel::deposits {

awaitable<bool> release(pg::transaction& tx, lot_id lot, account_id owner) {
    const auto found = co_await repository::lock_live(tx, lot, owner);
    if (!found) co_return false;
    co_await set_free(tx, *found);
    co_return found->state == state::active;
}

awaitable<bool> forfeit(pg::transaction& tx, lot_id lot, account_id owner, const options& chosen) {
    const auto found = co_await repository::lock_live(tx, lot, owner);
    if (!found || found->state != state::active) co_return false;
    const auto facts = co_await repository::read_lot(tx, lot, owner);
    ledger::posting p;
    p.subject = found->subject();
    p.key = p.subject + ":forfeited";
    p.reason = "deposit_forfeited";
    p.currency = found->amount.currency;
    auto to = ledger::income_of("forfeits");
    if (chosen.forfeited_to == "seller" && facts) to = ledger::wallet_of(facts->seller);
    p.entries = {{ledger::wallet_of(owner), -found->amount.amount}, {to, found->amount.amount}};
    const bool taken = co_await ledger::post_hold(tx, found->hold.value(), std::move(p));
    // The hold has outlived its time: the money is free already.
    repository::end(tx, found->id, taken ? state::forfeited : state::released);
    co_return taken;
}

void ask_always(pg::transaction& tx, account_id whom, instant until) { repository::set_owing(tx, whom, until); }

}  // namespace gavel::deposits
