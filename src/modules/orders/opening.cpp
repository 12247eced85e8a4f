#include "modules/orders/opening.hpp"

#include "modules/orders/limits.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_sales.hpp"
#include "modules/orders/telling.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace gavel::orders {
namespace {

using namespace std::chrono_literals;

constexpr auto batch_within = 20s;
constexpr std::int64_t lots_at_once = 100;
constexpr std::int64_t jobs_at_once_max = 1;  // when thousands of lots end in one second, what their bidders must hear goes first

// Nothing: was not sold, or has had an order already.
awaitable<std::optional<news::event>> open_one(pg::transaction& tx, const house& h, lot_id lot) {
    const auto sale = co_await repository::lock_sale(tx, lot);
    if (!sale || !sale->sold || sale->has_order) co_return std::nullopt;
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
    auto what = by_itself("opened");
    what.amount = stored.total();
    const auto seq = co_await repository::add_event(tx, stored, std::move(what));
    log::info("orders.opened", "order", stored.id.value, "lot", lot.value);
    told buyer(stored.buyer, news::kind::order_opened);
    buyer.amount = stored.in_money(stored.total());
    buyer.until = stored.due_at;
    co_return event_of(stored, lot, seq, std::move(buyer));
}

// Each in a transaction of its own, so that one that fails keeps no other waiting. Throws the first failure at the end.
awaitable<std::int64_t> open_one_by_one(pg::pool& pool, const house& h, std::vector<lot_id> lots) {
    std::exception_ptr failure;
    std::int64_t opened = 0;
    for (const auto lot : lots) {
        try {
            auto tx = co_await pool.begin(runtime::within(batch_within));
            const std::vector<lot_id> one(1, lot);
            const auto done = co_await open(tx, h, one);
            co_await tx.commit();
            opened += std::ssize(done);
        } catch (const std::exception&) {
            if (!failure) failure = std::current_exception();
        }
    }
    if (failure) std::rethrow_exception(failure);
    co_return opened;
}

awaitable<void> open_by_job(const house& h, jobs::job j, pg::pool& pool) {
    std::vector<lot_id> lots;
    for (const auto& each : j.payload.at("lots").as_array()) lots.push_back(lot_id::parse(each.as_string()).value());
    if (j.attempt > 1) {
        co_await open_one_by_one(pool, h, std::move(lots));
        co_return;
    }
    auto tx = co_await pool.begin(runtime::within(batch_within));
    co_await open(tx, h, std::move(lots));
    jobs::complete(tx, j);
    co_await tx.commit();
}

}  // namespace

awaitable<std::vector<order_id>> open(pg::transaction& tx, const house& h, std::vector<lot_id> lots) {
    std::ranges::sort(lots);  // whoever opens several locks them in the same order
    std::vector<order_id> opened;
    std::vector<news::event> events;
    for (const auto lot : lots) {
        auto event = co_await open_one(tx, h, lot);
        if (!event) continue;
        opened.push_back(order_id{event->order});
        events.push_back(std::move(*event));
    }
    news::tell(tx, events);
    co_return opened;
}

jobs::registration opening_job(const house& h) {
    jobs::registration r;
    r.kind = "orders.open";
    r.at_once_max = jobs_at_once_max;
    r.run = [&h](jobs::job j, pg::pool& pool) { return open_by_job(h, std::move(j), pool); };
    return r;
}

awaitable<std::int64_t> open_missing(pg::pool& pool, const house& h) {
    auto lots = co_await repository::sold_without_order(pool, runtime::within(batch_within), lots_at_once);
    const auto opened = co_await open_one_by_one(pool, h, std::move(lots));
    if (opened > 0) log::warning("orders.opened_by_sweep", "orders", opened);
    co_return opened;
}

}  // namespace gavel::orders
