#include "modules/deposits/making.hpp"

#include "modules/deposits/refunding.hpp"
#include "modules/deposits/repository.hpp"
#include "modules/news/event.hpp"

#include <utility>
#include <vector>

namespace gavel::deposits {
namespace {

news::event news_of(const deposit& d, news::kind what, account_id whom, std::string reason = {}) {
    news::event e;
    e.kind = what;
    e.account = whom;
    e.lot = d.lot;
    e.seq = d.id.value;
    e.price = d.amount;
    e.reason = std::move(reason);
    return e;
}

}  // namespace

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
    if (d.state != state::active) co_return;
    if (d.payment) refund_later(tx, d.id);
    const std::vector<news::event> all(1, news_of(d, news::kind::deposit_released, d.owner, d.payment ? "to_card" : "to_wallet"));
    news::tell(tx, all);
}

void tell_taken(pg::transaction& tx, const deposit& d) {
    const std::vector<news::event> all(1, news_of(d, news::kind::deposit_taken, d.owner));
    news::tell(tx, all);
}

void tell_forfeited(pg::transaction& tx, const deposit& d, std::optional<account_id> gets) {
    std::vector<news::event> all(1, news_of(d, news::kind::deposit_forfeited, d.owner));
    if (gets) all.push_back(news_of(d, news::kind::deposit_forfeited, *gets));
    news::tell(tx, all);
}

}  // namespace gavel::deposits
