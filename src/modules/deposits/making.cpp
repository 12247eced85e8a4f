#include "modules/deposits/making.hpp"

#include "modules/deposits/repository.hpp"

namespace gavel::deposits {

awaitable<bool> hold_money(pg::transaction& tx, deposit& d, instant until) {
    const auto held = co_await ledger::reserve(tx, d.owner, d.amount, d.subject(), until);
    if (!held) co_return false;
    repository::activate(tx, d.id, *held, until);
    d.state = state::active;
    d.hold = *held;
    d.expires_at = until;
    co_return true;
}

awaitable<void> set_free(pg::transaction& tx, deposit d) {
    if (d.hold) co_await ledger::void_hold(tx, *d.hold);
    repository::end(tx, d.id, state::released);
}

}  // namespace gavel::deposits
