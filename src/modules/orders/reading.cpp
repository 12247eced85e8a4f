#include "modules/orders/reading.hpp"

#include "modules/orders/errors.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_messages.hpp"
#include "modules/orders/repository_sales.hpp"
#include "modules/orders/rules.hpp"
#include "modules/orders/taking.hpp"

#include <utility>

namespace gavel::orders {
namespace {

awaitable<std::vector<runner_up>> runners_up_of(pg::transaction& tx, std::vector<repository::shown_line> lines) {
    std::vector<runner_up> all;
    for (const auto& each : lines) {
        const bool live = co_await repository::has_live_order(tx, each.line.lot);
        if (live) continue;
        const auto next = co_await repository::next_runner_up(tx, each.line.lot, false);
        if (next) all.push_back(*next);
    }
    co_return all;
}

}  // namespace

awaitable<result<whole_order>> reading::find(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await repository::find(tx, id);
    if (!found) co_return refuse(no_such_order);
    const auto by = party_of(found->order, v);
    if (!by) co_return refuse(no_such_order);
    whole_order w;
    w.order = std::move(found->order);
    w.seen_by = *by;
    w.now = found->now;
    w.buyer = std::move(found->buyer);
    w.seller = std::move(found->seller);
    w.lines = co_await repository::shown_lines(tx, id);
    w.timeline = co_await repository::timeline(tx, id);
    w.dispute = co_await repository::dispute_of(tx, id);
    const bool needs_address = *by == party::buyer || w.order.payment.has_value();
    if (needs_address) w.delivery = co_await repository::delivery_of(tx, id);
    const std::vector<order_id> ids(1, id);
    const auto of_lots = co_await repository::choices_of(tx, ids);
    w.choices = common_choices(of_lots);
    if (*by == party::seller && !why_not(command::second_chance, w.order, *by, w.now)) w.runners_up = co_await runners_up_of(tx, w.lines);
    if (*by == party::buyer && !why_not(command::combine, w.order, *by, w.now))
        w.combinable = co_await repository::combinable_with(tx, w.order);
    co_await tx.commit();
    co_return w;
}

awaitable<std::vector<repository::listed_order>> reading::list(account_id who, bool as_seller, std::optional<std::string> state,
                                                               std::optional<lot_id> of_lot, std::optional<order_id> before,
                                                               std::int64_t limit, pg::deadline until) {
    co_return co_await repository::list(pool_, until, who, as_seller, std::move(state), of_lot, before, limit);
}

awaitable<std::vector<repository::listed_dispute>> reading::disputes(std::optional<order_id> after, std::int64_t limit,
                                                                     pg::deadline until) {
    co_return co_await repository::disputes(pool_, until, after, limit);
}

awaitable<result<std::vector<message>>> reading::messages(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await repository::find(tx, id);
    if (!found || !party_of(found->order, v)) co_return refuse(no_such_order);
    auto all = co_await repository::messages_of(tx, id, messages_max);
    co_await tx.commit();
    co_return all;
}

awaitable<bool> reading::wants_queue(account_id seller, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const bool wanted = co_await repository::wants_queue(tx, seller);
    co_await tx.commit();
    co_return wanted;
}

}  // namespace gavel::orders
