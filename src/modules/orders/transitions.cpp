#include "modules/orders/transitions.hpp"

#include "modules/accounts/service.hpp"
#include "modules/bidding/suspensions.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/money.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/totals.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace gavel::orders {
namespace {

constexpr translated suspended_because{
    "Три замовлення залишилися неоплаченими. Обмеження закінчиться саме; якщо сталася помилка, напишіть нам.",
    "Three orders were left unpaid. The suspension ends by itself; if this is a mistake, write to us.",
    "Три заказа остались неоплаченными. Ограничение закончится само; если произошла ошибка, напишите нам."};

happening happened(std::string kind, const doer& d) {
    happening h;
    h.kind = std::move(kind);
    h.by = d.by;
    h.who = d.who;
    return h;
}

told with_amount(account_id whom, news::kind kind, money amount, std::optional<instant> until = {}) {
    told t(whom, kind);
    t.amount = amount;
    t.until = until;
    return t;
}

awaitable<sanction> strike(pg::transaction& tx, const house& h, const order& o, instant now) {
    const auto strikes = co_await repository::add_strike(tx, o, h.limits.strike_days);
    const auto what = sanction_for(strikes);
    if (what != sanction::warning && h.ask_deposits) h.ask_deposits(tx, o.buyer, now + std::chrono::days(h.limits.strike_days));
    if (what != sanction::suspension) co_return what;
    const std::vector<account_id> ids(1, o.buyer);
    const auto found = co_await accounts::find_all(tx, ids);
    if (found.empty()) co_return what;
    const bool begun = co_await bidding::suspend(tx, o.buyer, std::string(suspended_because.in(found.front().lang)));
    if (begun) repository::suspend_until(tx, o.id, h.limits.suspension_days);
    co_return what;
}

// The automatic queue: whoever is next, at their own maximum (V58).
awaitable<void> ask_next(pg::transaction& tx, const house& h, const order& o, lot_id lot, instant now) {
    const auto sale = co_await repository::lock_sale(tx, lot);
    const bool live = co_await repository::has_live_order(tx, lot);
    const auto asked = co_await repository::offered_by_queue(tx, lot);
    const auto next = co_await repository::next_runner_up(tx, lot, true);
    const bool late = !sale || now >= second_chance_ends(sale->closed_at, h.limits);
    if (!sale || late || live || asked >= h.limits.queue_max || !next) co_return;
    co_await offer(tx, h, *sale, o.id, *next, next->max, now + std::chrono::hours(h.limits.queue_hours), doer{});
}

awaitable<void> go_on_with_queue(pg::transaction& tx, const house& h, const order& o, instant now) {
    const bool wanted = co_await repository::wants_queue(tx, o.seller);
    if (!wanted) co_return;
    const std::vector<order_id> ids(1, o.id);
    const auto lines = co_await repository::lines_of(tx, ids);
    for (const auto& each : lines) co_await ask_next(tx, h, o, each.lot, now);
}

}  // namespace

awaitable<void> receive(pg::transaction& tx, const house& h, order& o, doer d, instant now) {
    o.received_at = now;
    enter(o, order_state::received, now, h.limits);
    repository::store(tx, o);
    std::vector<told> whom;
    whom.push_back(with_amount(o.seller, news::kind::order_received, o.in_money(share_out(o).seller), o.due_at));
    if (d.by == party::system) whom.push_back(with_amount(o.buyer, news::kind::order_received, o.in_money(o.total()), o.due_at));
    auto what = happened(d.by == party::system ? "received_by_time" : "received", d);
    co_await record(tx, o, std::move(what), std::move(whom));
}

awaitable<void> complete(pg::transaction& tx, const house& h, order& o, doer d, instant now) {
    co_await pay_out(tx, o);
    if (!o.received_at) o.received_at = now;
    enter(o, order_state::completed, now, h.limits);
    repository::store(tx, o);
    const auto paid = o.in_money(share_out(o).seller);
    std::vector<told> whom;
    whom.push_back(with_amount(o.seller, news::kind::order_completed, paid));
    auto what = happened(d.by == party::system ? "completed_by_time" : "completed", d);
    co_await record(tx, o, std::move(what), std::move(whom));
}

awaitable<void> give_up(pg::transaction& tx, const house& h, order& o, instant now) {
    enter(o, order_state::unpaid, now, h.limits);
    repository::store(tx, o);
    const auto what_follows = co_await strike(tx, h, o, now);
    const std::vector<order_id> ids(1, o.id);
    auto lines = co_await repository::lines_of(tx, ids);
    if (h.on_unpaid) co_await h.on_unpaid(tx, o, lines);
    std::vector<told> whom;
    whom.push_back(with_amount(o.buyer, news::kind::order_unpaid, o.in_money(o.total())));
    whom.back().reason = to_string(what_follows);
    whom.push_back(with_amount(o.seller, news::kind::order_unpaid, o.in_money(o.total())));
    auto what = by_itself("unpaid");
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await go_on_with_queue(tx, h, o, now);
}

awaitable<void> settled(pg::transaction& tx, const house& h, const order& o) {
    if (!h.on_settled) co_return;
    const std::vector<order_id> ids(1, o.id);
    const auto lines = co_await repository::lines_of(tx, ids);
    h.on_settled(tx, o, lines);
}

awaitable<void> end_offer(pg::transaction& tx, const house& h, order& o, doer d, instant now) {
    enter(o, order_state::declined, now, h.limits);
    repository::store(tx, o);
    auto what = happened(d.by == party::system ? "offer_expired" : "declined", d);
    co_await record(tx, o, std::move(what));
    if (o.automatic) co_await go_on_with_queue(tx, h, o, now);
}

awaitable<order> offer(pg::transaction& tx, const house& h, const repository::sale& sale, std::optional<order_id> after,
                       const runner_up& to, std::int64_t price, instant until, doer d) {
    const money hammer{price, sale.price.currency};
    const auto taken = co_await h.prices->of(tx, to.lot, sale.seller, hammer);
    order o;
    o.buyer = to.bidder;
    o.seller = sale.seller;
    o.currency = hammer.currency;
    o.hammer = price;
    o.premium = taken.premium;
    o.commission = taken.commission;
    o.automatic = d.by == party::system;
    o.second_chance_of = after;
    enter(o, order_state::second_chance, sale.now, h.limits, until);
    line l;
    l.lot = to.lot;
    l.hammer = price;
    l.premium = taken.premium;
    l.commission = taken.commission;
    std::vector<line> lines(1, l);
    auto stored = co_await repository::insert(tx, std::move(o), std::move(lines));
    std::vector<told> whom;
    whom.push_back(with_amount(to.bidder, news::kind::second_chance, stored.in_money(stored.total()), until));
    if (!sale.sold) whom.back().reason = below_reserve;
    auto what = happened("offered", d);
    what.amount = price;
    co_await record(tx, stored, std::move(what), std::move(whom));
    co_return stored;
}

}  // namespace gavel::orders
