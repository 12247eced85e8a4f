#include "modules/services/service.hpp"

#include "modules/fees/pricing.hpp"
#include "modules/ledger/ledger.hpp"
#include "modules/lots/errors.hpp"
#include "modules/services/errors.hpp"
#include "modules/services/repository.hpp"
#include "modules/services/rules.hpp"
#include "modules/services/till.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <chrono>

namespace gavel::services {
namespace {

// What is for sale at that moment, for whoever asked for something else.
awaitable<error> not_for_sale(pg::transaction& tx, sort wanted, instant now) {
    boost::json::array offered;
    for (const auto& each : offers) {
        if (each.sort != wanted) continue;
        const auto price = co_await fees::price(tx, "service:" + std::string(each.name), gavel::currency(), now);
        if (price) offered.push_back(boost::json::string(each.name));
    }
    co_return error(not_offered, {{"offered", std::move(offered)}});
}

awaitable<error> too_little(pg::transaction& tx, const purchase& p) {
    const auto wallet = ledger::wallet_of(p.buyer);
    const auto available = co_await ledger::locked_balance(tx, wallet, p.price.currency);
    co_return error(wallet_too_low, {{"needed", to_json(p.price)}, {"available", to_json(money{available, p.price.currency})}});
}

}  // namespace

awaitable<void> erase(pg::transaction& tx, account_id owner) {
    repository::cancel_due(tx, owner);
    co_return;
}

void service::tell_after(pg::transaction& tx, const purchase& p) const {
    if (p.lot && changed_) tx.after_commit([this, lot = *p.lot] { changed_(lot); });
}

awaitable<result<void>> service::check_lot(pg::transaction& tx, const order& o) {
    if (!o.lot) co_return result<void>{};
    const auto lot = co_await repository::find_lot(tx, *o.lot);
    if (!lot || lot->seller != o.buyer) co_return refuse(lots::no_such_lot);
    if (!may_be_promoted(lot->state)) co_return refuse(lot_not_open, {{"state", lots::to_string(lot->state)}});
    co_return result<void>{};
}

awaitable<result<purchase>> service::due_purchase(pg::transaction& tx, const order& o, instant now, bool& is_new) {
    auto due = co_await repository::lock_due(tx, o.buyer, o.service, o.lot);
    if (due && seen_state(*due, now) == purchase_state::due) co_return std::move(*due);
    if (due) repository::set_state(tx, due->id, purchase_state::lapsed);
    const auto* offered = find_offer(o.service);
    const auto price = co_await fees::price(tx, "service:" + o.service, gavel::currency(), now);
    if (!price) {
        auto why = co_await not_for_sale(tx, offered->sort, now);
        co_return std::unexpected(std::move(why));
    }
    purchase fresh;
    fresh.buyer = o.buyer;
    fresh.service = o.service;
    fresh.lot = o.lot;
    fresh.price = *price;
    fresh.created_at = now;
    fresh.pay_until = now + std::chrono::hours(options_.pay_within_hours);
    fresh.listings = offered->listings;
    is_new = true;
    auto inserted = co_await repository::insert(tx, fresh);
    co_return inserted;
}

awaitable<result<seen_purchase>> service::buy(order o, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto now = co_await repository::lock_account(tx, o.buyer);
    auto known = co_await repository::find_by_key(tx, o.buyer, o.key);
    if (known) {
        if (known->service != o.service || known->lot != o.lot) co_return refuse(key_reused);
        co_return seen_purchase(std::move(*known), now);
    }
    const auto open = co_await check_lot(tx, o);
    if (!open) co_return std::unexpected(open.error());
    bool is_new = false;
    auto wanted = co_await due_purchase(tx, o, now, is_new);
    if (!wanted) co_return std::unexpected(wanted.error());
    repository::remember_key(tx, *wanted, o.key);
    if (o.from_wallet) {
        const auto outcome = co_await pay(tx, *wanted, money_source::wallet, std::nullopt);
        if (outcome == payment_outcome::not_enough) {
            auto why = co_await too_little(tx, *wanted);
            co_return std::unexpected(std::move(why));
        }
        if (outcome == payment_outcome::lot_over) co_return refuse(lot_not_open);
        tell_after(tx, *wanted);
    }
    co_await tx.commit();
    // By the time of the payment, so that a promotion that begins at once is seen as begun.
    seen_purchase seen(std::move(*wanted), now);
    if (seen.what.paid_at) seen.now = std::max(now, *seen.what.paid_at);
    seen.is_new = is_new;
    co_return seen;
}

awaitable<result<seen_purchase>> service::take_back(account_id buyer, purchase_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto now = co_await repository::lock_account(tx, buyer);
    auto found = co_await repository::lock(tx, id);
    if (!found || found->buyer != buyer) co_return refuse(http::not_found);
    const auto state = seen_state(*found, now);
    if (state == purchase_state::due) {
        repository::set_state(tx, id, purchase_state::cancelled);
        found->state = purchase_state::cancelled;
    } else if (state == purchase_state::paid) {
        if (!is_refundable(*found, now)) {
            boost::json::object when;
            if (found->begins_at) when["begins_at"] = format_instant(*found->begins_at);
            co_return refuse(not_returnable, std::move(when));
        }
        co_await give_back(tx, *found);
        tell_after(tx, *found);
    }
    co_await tx.commit();
    co_return seen_purchase(std::move(*found), now);
}

awaitable<std::optional<seen_purchase>> service::find(account_id buyer, purchase_id id, pg::deadline until) {
    auto found = co_await repository::find(pool_, until, buyer, id);
    if (!found) co_return std::nullopt;
    co_return seen_purchase(std::move(*found), server_now());
}

awaitable<purchase_page> service::list(account_id buyer, std::optional<lot_id> lot, std::optional<purchase_id> before, std::int64_t limit,
                                       pg::deadline until) {
    co_return co_await repository::list(pool_, until, buyer, lot, before, limit);
}

}  // namespace gavel::services
