#include "modules/services/listings.hpp"

#include "modules/fees/pricing.hpp"
#include "modules/ledger/ledger.hpp"
#include "modules/services/errors.hpp"
#include "modules/services/repository.hpp"
#include "modules/services/rules.hpp"
#include "modules/services/till.hpp"

#include <boost/json/array.hpp>

#include <stdexcept>

namespace gavel::services {
namespace {

ledger::posting listing_posting(lot_id lot, std::string_view what, std::string_view reason, account_id payer, money into_wallet) {
    ledger::posting all;
    all.key = "listing:" + lot.text() + ":" + std::string(what);
    all.reason = reason;
    all.subject = "lot:" + lot.text();
    all.currency = into_wallet.currency;
    all.entries.push_back({ledger::wallet_of(payer), into_wallet.amount});
    all.entries.push_back({ledger::income_of("services"), -into_wallet.amount});
    return all;
}

awaitable<error> unpaid(pg::transaction& tx, account_id seller, money fee, instant now) {
    const auto wallet = ledger::wallet_of(seller);
    const auto available = co_await ledger::locked_balance(tx, wallet, fee.currency);
    boost::json::array packages;
    for (const auto& each : offers) {
        if (each.sort != sort::package) continue;
        const auto sold_at = co_await fees::price(tx, "service:" + std::string(each.name), fee.currency, now);
        if (sold_at) packages.push_back(boost::json::string(each.name));
    }
    co_return error(listing_fee_unpaid, {{"fee", to_json(fee)},
                                         {"wallet", to_json(money{available, fee.currency})},
                                         {"missing", to_json(money{fee.amount - available, fee.currency})},
                                         {"packages", std::move(packages)}});
}

}  // namespace

awaitable<result<void>> charge_listing(pg::transaction& tx, account_id seller, lot_id lot, gavel::currency unit, instant now) {
    const auto fee = co_await fees::price(tx, "listing", unit, now);
    if (!fee || fee->amount == 0) co_return result<void>{};
    const auto before = co_await repository::find_charge(tx, lot);
    if (before) co_return result<void>{};
    co_await repository::lock_account(tx, seller);
    repository::listing_charge charge;
    charge.payer = seller;
    charge.fee = *fee;
    charge.package = co_await repository::use_listing(tx, seller);
    if (!charge.package) {
        auto money = listing_posting(lot, "paid", "listing", seller, gavel::money{-fee->amount, unit});
        const auto posted = co_await ledger::post(tx, std::move(money));
        if (!posted) {
            auto why = co_await unpaid(tx, seller, *fee, now);
            co_return std::unexpected(std::move(why));
        }
    }
    repository::insert_charge(tx, lot, charge);
    co_return result<void>{};
}

awaitable<void> lot_published(pg::transaction& tx, lot_id lot, instant starts_at) {
    co_await repository::lock_promotions(tx, lot);
    const auto waiting = co_await repository::lock_paid(tx, lot);
    for (const auto& each : begun_with_lot(waiting, starts_at)) repository::set_period(tx, each.of, each.lasts);
}

awaitable<void> lot_removed(pg::transaction& tx, lot_id lot) {
    const auto charge = co_await repository::find_charge(tx, lot);
    if (charge) {
        co_await repository::lock_account(tx, charge->payer);
        if (charge->package) repository::give_back_listing(tx, *charge->package);
        repository::remove_charge(tx, lot);
    }
    auto bought = co_await repository::lock_open(tx, lot);
    for (auto& each : bought) {
        if (each.state == purchase_state::due) repository::set_state(tx, each.id, purchase_state::cancelled);
        else co_await give_back(tx, each);
    }
    if (!charge || charge->package) co_return;
    auto money = listing_posting(lot, "returned", "refund", charge->payer, charge->fee);
    const auto posted = co_await ledger::post(tx, std::move(money));
    if (!posted) throw std::logic_error("a listing fee cannot be returned into a wallet");
}

}  // namespace gavel::services
