// What buyers, sellers and moderators do with orders. One per io thread; used only there.
#pragma once
#include "base/error.hpp"
#include "modules/orders/delivery.hpp"
#include "modules/orders/house.hpp"
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::orders {

using boost::asio::awaitable;

// Who asks. A moderator is one in the orders of others; in their own they are buyer or seller.
struct visitor {
    account_id who;
    bool moderates = false;
};

// A lot whose auction ended below its reserve, as its seller may offer it to the highest bidders.
class unsold_lot {
public:
    unsold_lot() {}

    lot_id lot;
    money price;                    // that the bids came to
    instant until;                  // it may be offered before that
    std::optional<order_id> last;   // the newest offer that was made
    std::optional<runner_up> next;  // whom it would go to now
    std::optional<error> why_not;   // it cannot be offered now
};

// Every command locks the order, asks the rules under the lock and by its clock, and commits. Somebody else's order is no_such_order; a
// refusal says what would be accepted.
class acts {
public:
    acts(pg::pool& pool, const house& h) : pool_(pool), house_(h) {}

    awaitable<result<void>> set_delivery(visitor v, order_id id, delivery d, pg::deadline until);
    awaitable<result<void>> set_shipping(visitor v, order_id id, std::optional<money> most, pg::deadline until);
    awaitable<result<order_id>> combine(visitor v, std::vector<order_id> ids, pg::deadline until);
    awaitable<result<void>> ship(visitor v, order_id id, std::optional<std::string> carrier, std::optional<std::string> tracking,
                                 pg::deadline until);
    awaitable<result<void>> receive(visitor v, order_id id, pg::deadline until);
    awaitable<result<void>> complete(visitor v, order_id id, pg::deadline until);
    awaitable<result<void>> cancel(visitor v, order_id id, std::string reason, pg::deadline until);

    // --- second chances ---
    awaitable<result<order_id>> offer(visitor v, order_id id, std::optional<lot_id> lot, std::optional<money> price, std::int64_t days,
                                      pg::deadline until);
    // Of a lot that nobody has won; also after an offer of it came to nothing. Beside what offer() refuses: lots::no_such_lot,
    // seller_of_order_only, not_below_reserve, lot_listed_again.
    awaitable<result<order_id>> offer_unsold(visitor v, lot_id lot, std::optional<money> price, std::int64_t days, pg::deadline until);
    awaitable<result<unsold_lot>> look_at_unsold(visitor v, lot_id lot, pg::deadline until);
    awaitable<result<void>> accept(visitor v, order_id id, pg::deadline until);
    awaitable<result<void>> decline(visitor v, order_id id, pg::deadline until);

    // --- disputes and messages ---
    awaitable<result<void>> dispute(visitor v, order_id id, std::string reason, std::string text, std::vector<std::int64_t> files,
                                    std::string key, pg::deadline until);
    awaitable<result<message>> write(visitor v, order_id id, std::string text, std::vector<std::int64_t> files, std::string key,
                                     pg::deadline until);
    // `amount`: with "refund"; none: everything.
    awaitable<result<void>> settle(visitor v, order_id id, std::string outcome, std::optional<money> amount, std::string note,
                                   pg::deadline until);

    awaitable<void> choose_queue(account_id seller, bool automatic, pg::deadline until);

private:
    pg::pool& pool_;
    const house& house_;
};

}  // namespace gavel::orders
