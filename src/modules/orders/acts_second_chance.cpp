// Offering a lot to the next bidder, and their answer.
#include "modules/orders/acts.hpp"
#include "modules/orders/errors.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_sales.hpp"
#include "modules/orders/taking.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/transitions.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace gavel::orders {

awaitable<result<order_id>> acts::offer(visitor v, order_id id, std::optional<lot_id> lot, std::optional<money> price, std::int64_t days,
                                        pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::second_chance);
    if (!taken) co_return std::unexpected(taken.error());
    const std::vector<order_id> ids(1, id);
    const auto lines = co_await repository::lines_of(tx, ids);
    if (!lot && lines.size() == 1) lot = lines.front().lot;
    const bool known = lot && std::ranges::find(lines, *lot, &line::lot) != lines.end();
    if (!known) {
        boost::json::array lots;
        for (const auto& each : lines) lots.emplace_back(each.lot.text());
        co_return refuse_about(*taken, {&which_lot, {}}, {{"field", "lot"}, {"lots", std::move(lots)}});
    }
    const auto sale = co_await repository::lock_sale(tx, *lot);
    if (!sale || sale->now >= sale->closed_at + std::chrono::days(house_.limits.second_chance_days))
        co_return refuse_about(*taken, {&second_chance_over, {}});
    const bool live = co_await repository::has_live_order(tx, *lot);
    if (live) co_return refuse_about(*taken, {&lot_has_live_order, {}});
    const auto next = co_await repository::next_runner_up(tx, *lot, false);
    if (!next) co_return refuse_about(*taken, {&no_runner_up, {}});
    const auto asked = price.value_or(taken->order.in_money(next->max));
    if (asked.amount > next->max || asked.currency != taken->order.currency)
        co_return refuse_about(*taken, {&above_maximum, {}}, {{"field", "price"}, {"max", to_json(taken->order.in_money(next->max))}});
    const doer who{taken->by, v.who};
    const auto made =
        co_await orders::offer(tx, house_, taken->order, *next, asked.amount, sale->now + std::chrono::days(days), who, sale->now);
    co_await tx.commit();
    co_return made.id;
}

awaitable<result<void>> acts::accept(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::accept);
    if (!taken) co_return std::unexpected(taken.error());
    auto& o = taken->order;
    enter(o, order_state::awaiting_payment, taken->now, house_.limits);
    repository::store(tx, o);
    told buyer(o.buyer, news::kind::order_opened);
    buyer.amount = o.in_money(o.total());
    buyer.until = o.due_at;
    std::vector<told> whom(1, buyer);
    auto what = by_person("accepted", taken->by, v.who);
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::decline(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::decline);
    if (!taken) co_return std::unexpected(taken.error());
    const doer who{taken->by, v.who};
    co_await end_offer(tx, house_, taken->order, who, taken->now);
    co_await tx.commit();
    co_return result<void>{};
}

}  // namespace gavel::orders
