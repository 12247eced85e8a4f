#include "modules/orders/opening.hpp"

#include "modules/orders/limits.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_sales.hpp"
#include "modules/orders/telling.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace gavel::orders {
namespace {

using namespace std::chrono_literals;

constexpr auto one_order_within = 20s;
constexpr std::int64_t lots_at_once = 100;
constexpr std::int64_t jobs_at_once_max = 1;  // when thousands of lots end in one second, what their bidders must hear goes first

awaitable<void> open_by_job(const house& h, jobs::job j, pg::pool& pool) {
    const auto lot = lot_id::parse(j.payload.at("lot").as_string()).value();
    auto tx = co_await pool.begin(runtime::within(one_order_within));
    co_await open(tx, h, lot);
    jobs::complete(tx, j);
    co_await tx.commit();
}

}  // namespace

awaitable<std::optional<order_id>> open(pg::transaction& tx, const house& h, lot_id lot) {
    const auto sale = co_await repository::lock_sale(tx, lot);
    if (!sale || sale->has_order) co_return std::nullopt;
    const auto taken = co_await h.prices->of(tx, lot, sale->seller, sale->price);
    order o;
    o.buyer = sale->buyer;
    o.seller = sale->seller;
    o.currency = sale->price.currency;
    o.hammer = sale->price.amount;
    o.premium = taken.premium;
    o.commission = taken.commission;
    enter(o, order_state::awaiting_payment, sale->now, h.limits);
    line l;
    l.lot = lot;
    l.hammer = o.hammer;
    l.premium = o.premium;
    l.commission = o.commission;
    std::vector<line> lines(1, l);
    const auto stored = co_await repository::insert(tx, std::move(o), std::move(lines));
    told buyer(stored.buyer, news::kind::order_opened);
    buyer.amount = stored.in_money(stored.total());
    buyer.until = stored.due_at;
    std::vector<told> whom(1, buyer);
    auto what = by_itself("opened");
    what.amount = stored.total();
    co_await record(tx, stored, std::move(what), std::move(whom));
    log::info("orders.opened", "order", stored.id.value, "lot", lot.value);
    co_return stored.id;
}

jobs::registration opening_job(const house& h) {
    jobs::registration r;
    r.kind = "orders.open";
    r.at_once_max = jobs_at_once_max;
    r.run = [&h](jobs::job j, pg::pool& pool) { return open_by_job(h, std::move(j), pool); };
    return r;
}

awaitable<std::int64_t> open_missing(pg::pool& pool, const house& h) {
    const auto lots = co_await repository::sold_without_order(pool, runtime::within(one_order_within), lots_at_once);
    std::int64_t opened = 0;
    for (const auto lot : lots) {
        auto tx = co_await pool.begin(runtime::within(one_order_within));
        const auto done = co_await open(tx, h, lot);
        co_await tx.commit();
        opened += done.has_value();
    }
    if (opened > 0) log::warning("orders.opened_by_sweep", "orders", opened);
    co_return opened;
}

}  // namespace gavel::orders
