// The shop for sellers. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/services/model.hpp"
#include "modules/services/options.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gavel::services {

using boost::asio::awaitable;

// An intent to buy.
class order {
public:
    order() {}

    account_id buyer;
    std::string service;        // the name of an offer
    std::optional<lot_id> lot;  // of a promotion
    bool from_wallet = false;   // pay at once
    std::string key;            // idempotency key
};

// A purchase and the moment at which it was looked at.
class seen_purchase {
public:
    seen_purchase() {}
    seen_purchase(purchase what_, instant now_) : what(std::move(what_)), now(now_) {}

    purchase what;
    instant now;
    bool is_new = false;
};

// Of an account that is being closed: what it has not paid is cancelled.
awaitable<void> erase(pg::transaction& tx, account_id owner);

class service {
public:
    service(pg::pool& pool, const options& chosen) : pool_(pool), options_(chosen) {}

    // Called after a commit that changed how a lot is shown (caches).
    void on_change(std::function<void(lot_id)> told) { changed_ = std::move(told); }

    // The same key again, or the same service that still waits to be paid: that purchase. Refuses: lots::no_such_lot, lot_not_open,
    // not_offered, wallet_too_low (nothing is bought then), key_reused.
    awaitable<result<seen_purchase>> buy(order o, pg::deadline until);

    // Refuses: not_found, not_returnable. What is over already is answered as it is.
    awaitable<result<seen_purchase>> take_back(account_id buyer, purchase_id id, pg::deadline until);

    awaitable<std::optional<seen_purchase>> find(account_id buyer, purchase_id id, pg::deadline until);
    awaitable<purchase_page> list(account_id buyer, std::optional<lot_id> lot, std::optional<purchase_id> before, std::int64_t limit,
                                  pg::deadline until);

    // Tells caches once `tx` has committed.
    void tell_after(pg::transaction& tx, const purchase& p) const;

private:
    awaitable<result<void>> check_lot(pg::transaction& tx, const order& o);
    awaitable<result<purchase>> due_purchase(pg::transaction& tx, const order& o, instant now, bool& is_new);

    pg::pool& pool_;
    const options& options_;
    std::function<void(lot_id)> changed_;
};

}  // namespace gavel::services
