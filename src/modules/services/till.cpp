#include "modules/services/till.hpp"

#include "modules/ledger/ledger.hpp"
#include "modules/services/repository.hpp"
#include "modules/services/rules.hpp"

#include <stdexcept>

namespace gavel::services {
namespace {

// Into the wallet, or (negative) out of it; what the house earns is the mirror.
ledger::posting posting_of(const purchase& p, std::string_view what, std::string_view reason, std::int64_t into_wallet) {
    ledger::posting all;
    all.key = p.subject() + ":" + std::string(what);
    all.reason = reason;
    all.subject = p.subject();
    all.currency = p.price.currency;
    all.entries.push_back({ledger::wallet_of(p.buyer), into_wallet});
    all.entries.push_back({ledger::income_of("services"), -into_wallet});
    return all;
}

// When the promotion lasts if it is paid now; nothing: the lot is over.
awaitable<std::optional<promotion_period>> time_for(pg::transaction& tx, const purchase& p, instant now) {
    const auto lot = co_await repository::find_lot(tx, *p.lot);
    if (!lot || !may_be_promoted(lot->state)) co_return std::nullopt;
    const auto earlier = co_await repository::last_expiry(tx, *p.lot, p.service);
    co_return period_of(find_offer(p.service)->days, now, lot->starts_at, earlier);
}

}  // namespace

awaitable<payment_outcome> pay(pg::transaction& tx, purchase& p, money_source from, std::optional<std::int64_t> payment) {
    if (!p.is_package() && !p.lot) co_return payment_outcome::lot_over;
    const auto now = co_await repository::lock_promotions(tx, p.lot.value_or(lot_id{0}));
    std::optional<promotion_period> lasts;
    if (!p.is_package()) {
        lasts = co_await time_for(tx, p, now);
        if (!lasts) co_return payment_outcome::lot_over;
    }
    auto money = posting_of(p, "paid", "service", -p.price.amount);
    const auto posted = co_await ledger::post(tx, std::move(money));
    if (!posted) co_return payment_outcome::not_enough;
    p.state = purchase_state::paid;
    p.paid_at = now;
    p.paid_from = from;
    p.payment = payment;
    if (lasts) {
        p.begins_at = lasts->begins_at;
        p.expires_at = lasts->expires_at;
    }
    repository::mark_paid(tx, p);
    co_return payment_outcome::done;
}

awaitable<void> give_back(pg::transaction& tx, purchase& p) {
    auto money = posting_of(p, "refunded", "refund", p.price.amount);
    const auto posted = co_await ledger::post(tx, std::move(money));
    if (!posted) throw std::logic_error("a refund into a wallet cannot fall short");
    repository::set_state(tx, p.id, purchase_state::refunded);
    p.state = purchase_state::refunded;
}

}  // namespace gavel::services
