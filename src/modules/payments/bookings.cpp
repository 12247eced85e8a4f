#include "modules/payments/bookings.hpp"

#include "modules/ledger/ledger.hpp"

#include <stdexcept>
#include <string>

namespace gavel::payments {
namespace {

ledger::book on_its_way(const operation& o) { return ledger::escrow_of("refund:" + o.id.text()); }

ledger::posting moved(std::string key, std::string reason, const payment& p, std::int64_t amount, ledger::book from, ledger::book to) {
    ledger::posting m;
    m.key = std::move(key);
    m.reason = std::move(reason);
    m.subject = p.of.text();
    m.currency = p.amount.currency;
    m.entries.push_back({std::move(from), -amount});
    m.entries.push_back({std::move(to), amount});
    return m;
}

std::string key_of(const operation& o, const char* what) { return "payment:refund:" + o.id.text() + ":" + what; }

// Between books that cannot be short: anything else is a bug and must not be committed.
awaitable<void> must(pg::transaction& tx, ledger::posting m) {
    const auto key = m.key;
    const auto done = co_await ledger::post(tx, std::move(m));
    if (!done) throw std::logic_error("payments: " + key + " is not covered");
}

}  // namespace

awaitable<void> book_arrival(pg::transaction& tx, const payment& p, const attempt& a, std::string_view provider) {
    auto m = moved("payment:attempt:" + a.id.text() + ":captured", "payment", p, a.captured, ledger::outside(provider),
                   ledger::wallet_of(p.payer));
    co_await must(tx, std::move(m));
}

awaitable<bool> book_departure(pg::transaction& tx, const payment& p, const operation& o) {
    auto m = moved(key_of(o, "begun"), "refund", p, o.amount.amount, ledger::wallet_of(p.payer), on_its_way(o));
    const auto done = co_await ledger::post(tx, std::move(m));
    co_return done.has_value();
}

awaitable<void> book_handover(pg::transaction& tx, const payment& p, const operation& o, std::string_view provider) {
    auto m = moved(key_of(o, "done"), "refund", p, o.amount.amount, on_its_way(o), ledger::outside(provider));
    co_await must(tx, std::move(m));
}

awaitable<void> book_failure(pg::transaction& tx, const payment& p, const operation& o) {
    auto m = moved(key_of(o, "refused"), "refund_refused", p, o.amount.amount, on_its_way(o), ledger::wallet_of(p.payer));
    co_await must(tx, std::move(m));
}

}  // namespace gavel::payments
