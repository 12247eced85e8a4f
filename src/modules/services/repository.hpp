// SQL of purchases. Lots and standings belong to modules below; nothing there is ever written.
#pragma once
#include "base/language.hpp"
#include "modules/services/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::services::repository {

using boost::asio::awaitable;

// Purchases, and publications that cost something, of one account come one after another; the clock after the wait.
awaitable<instant> lock_account(pg::transaction& tx, account_id who);
// So do payments for promotions of one lot.
awaitable<instant> lock_promotions(pg::transaction& tx, lot_id lot);

awaitable<instant> clock(pg::transaction& tx);
awaitable<language> language_of(pg::transaction& tx, account_id who);

class offered_lot {
public:
    offered_lot() {}

    account_id seller;
    gavel::currency currency;
    lots::lot_state state = lots::lot_state::draft;
    instant starts_at;
};
awaitable<std::optional<offered_lot>> find_lot(pg::transaction& tx, lot_id id);

awaitable<std::optional<purchase>> find_by_key(pg::transaction& tx, account_id buyer, const std::string& key);
// Locked. Due as stored: it may have lapsed.
awaitable<std::optional<purchase>> lock_due(pg::transaction& tx, account_id buyer, const std::string& service, std::optional<lot_id> lot);
awaitable<std::optional<purchase>> lock(pg::transaction& tx, purchase_id id);
awaitable<std::optional<purchase>> find(pg::pool& pool, pg::deadline until, account_id buyer, purchase_id id);
awaitable<std::vector<purchase>> lock_open(pg::transaction& tx, lot_id lot);  // due or paid
awaitable<std::vector<purchase>> lock_paid(pg::transaction& tx, lot_id lot);

awaitable<purchase> insert(pg::transaction& tx, const purchase& p);
void remember_key(pg::transaction& tx, const purchase& p, const std::string& key);
void set_state(pg::transaction& tx, purchase_id id, purchase_state to);
void cancel_due(pg::transaction& tx, account_id buyer);
void set_period(pg::transaction& tx, purchase_id id, const promotion_period& lasts);
void mark_paid(pg::transaction& tx, const purchase& p);  // state, paid_at, paid_from, payment, begins_at, expires_at
awaitable<std::optional<instant>> last_expiry(pg::transaction& tx, lot_id lot, const std::string& service);

awaitable<purchase_page> list(pg::pool& pool, pg::deadline until, account_id buyer, std::optional<lot_id> lot,
                              std::optional<purchase_id> before, std::int64_t limit);

// Publications. The package that was paid first gives one listing; nothing: none has any left.
awaitable<std::optional<purchase_id>> use_listing(pg::transaction& tx, account_id who);
void give_back_listing(pg::transaction& tx, purchase_id package);

class listing_charge {
public:
    listing_charge() {}

    account_id payer;
    money fee;
    std::optional<purchase_id> package;
};
awaitable<std::optional<listing_charge>> find_charge(pg::transaction& tx, lot_id lot);
void insert_charge(pg::transaction& tx, lot_id lot, const listing_charge& c);
void remove_charge(pg::transaction& tx, lot_id lot);

}  // namespace gavel::services::repository
