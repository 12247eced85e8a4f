#include "modules/fees/pricing.hpp"

#include "modules/fees/repository.hpp"
#include "modules/fees/rules.hpp"

namespace gavel::fees {
namespace {

awaitable<money> share(pg::transaction& tx, std::string_view kind, lot_id lot, money hammer) {
    const auto f = co_await repository::of_lot(tx, kind, lot);
    money due{0, hammer.currency};
    if (f && f->currency == hammer.currency) due.amount = charge(f->bands, hammer.amount);
    co_return due;
}

}  // namespace

awaitable<money> premium(pg::transaction& tx, lot_id lot, money hammer) { co_return co_await share(tx, premium_kind, lot, hammer); }
awaitable<money> commission(pg::transaction& tx, lot_id lot, money hammer) { co_return co_await share(tx, commission_kind, lot, hammer); }

awaitable<std::optional<money>> price(pg::transaction& tx, std::string kind, gavel::currency unit, instant at) {
    const auto f = co_await repository::of_moment(tx, kind, unit, at);
    std::optional<money> found;
    if (f) found = money{f->amount, f->currency};
    co_return found;
}

}  // namespace gavel::fees
