// Offering a lot to the next bidder, and their answer.
#include "modules/lots/errors.hpp"
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

namespace {

// A lot that no order holds, and whoever would be asked next.
class open_lot {
public:
    open_lot() {}
    repository::sale sale;
    runner_up next;
};

// Locks the lot. Refuses: second_chance_over, lot_has_live_order, lot_listed_again, no_runner_up.
awaitable<result<open_lot>> take_lot(pg::transaction& tx, const options& limits, lot_id lot) {
    const auto sale = co_await repository::lock_sale(tx, lot);
    if (!sale || sale->now >= second_chance_ends(sale->closed_at, limits)) co_return refuse(second_chance_over);
    const bool live = co_await repository::has_live_order(tx, lot);
    if (live) co_return refuse(lot_has_live_order);
    const auto again = co_await repository::listed_again_as(tx, lot);
    if (again) co_return refuse(lot_listed_again, {{"lot", again->text()}});
    const auto next = co_await repository::next_runner_up(tx, lot, false);
    if (!next) co_return refuse(no_runner_up);
    open_lot found;
    found.sale = *sale;
    found.next = *next;
    co_return found;
}

// Refuses: above_maximum.
awaitable<result<order>> offer_it(pg::transaction& tx, const house& h, open_lot lot, std::optional<order_id> after,
                                  std::optional<money> price, std::int64_t days, account_id seller) {
    const money most{lot.next.max, lot.sale.price.currency};
    const auto asked = price.value_or(most);
    if (asked.amount > most.amount || asked.currency != most.currency)
        co_return refuse(above_maximum, {{"field", "price"}, {"max", to_json(most)}});
    const doer who{party::seller, seller};
    co_return co_await offer(tx, h, lot.sale, after, lot.next, asked.amount, lot.sale.now + std::chrono::days(days), who);
}

std::unexpected<error> refuse_about(const hand& h, const error& why) { return orders::refuse_about(h, {&why.kind(), {}}, why.fields()); }

// The order that held the lot last, if there was one; its row is locked. Refuses: lot_has_live_order, and what the rules say about it.
awaitable<result<std::optional<order_id>>> take_last(pg::transaction& tx, visitor v, lot_id lot) {
    const auto last = co_await repository::newest_order_of(tx, lot);
    if (!last) co_return std::optional<order_id>();
    const auto taken = co_await take(tx, v, *last, command::second_chance);
    if (taken) co_return last;
    const bool live = co_await repository::has_live_order(tx, lot);
    if (live) co_return refuse(lot_has_live_order);
    co_return std::unexpected(taken.error());
}

// Refuses: lots::no_such_lot, seller_of_order_only, not_below_reserve.
awaitable<result<repository::sale>> take_unsold(pg::transaction& tx, visitor v, lot_id lot) {
    const auto seller = co_await repository::seller_of(tx, lot);
    if (!seller) co_return refuse(lots::no_such_lot);
    if (*seller != v.who) co_return refuse(seller_of_order_only);
    const auto sale = co_await repository::lock_sale(tx, lot);
    if (!sale || sale->sold) co_return refuse(not_below_reserve);
    co_return *sale;
}

}  // namespace

awaitable<result<order_id>> acts::offer(visitor v, order_id id, std::optional<lot_id> lot, std::optional<money> price, std::int64_t days,
                                        pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto taken = co_await take(tx, v, id, command::second_chance);
    if (!taken) co_return std::unexpected(taken.error());
    const std::vector<order_id> ids(1, id);
    const auto lines = co_await repository::lines_of(tx, ids);
    if (!lot && lines.size() == 1) lot = lines.front().lot;
    const bool known = lot && std::ranges::find(lines, *lot, &line::lot) != lines.end();
    if (!known) {
        boost::json::array lots;
        for (const auto& each : lines) lots.emplace_back(each.lot.text());
        co_return orders::refuse_about(*taken, {&which_lot, {}}, {{"field", "lot"}, {"lots", std::move(lots)}});
    }
    auto free = co_await take_lot(tx, house_.limits, *lot);
    if (!free) co_return refuse_about(*taken, free.error());
    const auto made = co_await offer_it(tx, house_, std::move(*free), id, price, days, v.who);
    if (!made) co_return refuse_about(*taken, made.error());
    co_await tx.commit();
    co_return made->id;
}

awaitable<result<order_id>> acts::offer_unsold(visitor v, lot_id lot, std::optional<money> price, std::int64_t days, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto last = co_await take_last(tx, v, lot);  // orders are locked before lots
    const auto unsold = co_await take_unsold(tx, v, lot);
    if (!unsold) co_return std::unexpected(unsold.error());
    if (!last) co_return std::unexpected(last.error());
    auto free = co_await take_lot(tx, house_.limits, lot);
    if (!free) co_return std::unexpected(free.error());
    const auto made = co_await offer_it(tx, house_, std::move(*free), *last, price, days, v.who);
    if (!made) co_return std::unexpected(made.error());
    co_await tx.commit();
    co_return made->id;
}

awaitable<result<unsold_lot>> acts::look_at_unsold(visitor v, lot_id lot, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto last = co_await take_last(tx, v, lot);
    const auto unsold = co_await take_unsold(tx, v, lot);
    if (!unsold) co_return std::unexpected(unsold.error());
    unsold_lot seen;
    seen.lot = lot;
    seen.price = unsold->price;
    seen.until = second_chance_ends(unsold->closed_at, house_.limits);
    seen.last = co_await repository::newest_order_of(tx, lot);
    if (!last) {
        seen.why_not = last.error();
        co_return seen;
    }
    const auto free = co_await take_lot(tx, house_.limits, lot);
    if (free) seen.next = free->next;
    else seen.why_not = free.error();
    co_return seen;
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
