#include "modules/orders/money.hpp"

#include "modules/ledger/ledger.hpp"
#include "modules/orders/totals.hpp"

#include <stdexcept>
#include <utility>

namespace gavel::orders {
namespace {

ledger::posting about(const order& o, std::string key, std::string reason) {
    ledger::posting p;
    p.key = std::move(key);
    p.reason = std::move(reason);
    p.subject = o.subject();
    p.currency = o.currency;
    return p;
}

// The ledger knows no entries of nothing.
void add(ledger::posting& p, ledger::book on, std::int64_t amount) {
    if (amount != 0) p.entries.push_back({std::move(on), amount});
}

awaitable<bool> posted(pg::transaction& tx, ledger::posting p) {
    const auto done = co_await ledger::post(tx, std::move(p));
    co_return done.has_value();
}

}  // namespace

awaitable<bool> take_into_escrow(pg::transaction& tx, const order& o) {
    auto p = about(o, o.subject() + ":paid", "purchase");
    add(p, ledger::wallet_of(o.buyer), -o.total());
    add(p, ledger::escrow_of(o.subject()), o.total());
    co_return co_await posted(tx, std::move(p));
}

awaitable<bool> give_back(pg::transaction& tx, const order& o, std::int64_t amount, std::string key) {
    auto p = about(o, std::move(key), "purchase_returned");
    add(p, ledger::escrow_of(o.subject()), -amount);
    add(p, ledger::wallet_of(o.buyer), amount);
    co_return co_await posted(tx, std::move(p));
}

awaitable<void> pay_out(pg::transaction& tx, const order& o) {
    const auto shares = share_out(o);
    auto p = about(o, o.subject() + ":completed", "sale");
    add(p, ledger::escrow_of(o.subject()), -(o.total() - o.refunded));
    add(p, ledger::wallet_of(o.seller), shares.seller);
    add(p, ledger::income_of("commission"), shares.commission);
    add(p, ledger::income_of("premium"), shares.premium);
    if (p.entries.empty()) co_return;  // everything went back
    const bool done = co_await posted(tx, std::move(p));
    if (!done) throw std::logic_error("orders: escrow of " + o.subject() + " is short of what was paid");
}

}  // namespace gavel::orders
