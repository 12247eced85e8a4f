// What lots tells and asks the module that runs the auction (bidding), inside lots' own transaction. Wired by app.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/lots/model.hpp"
#include "modules/lots/rules.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::lots {

// Everything an auction needs to know of a lot. All checks were made: reserve above start, buy-now above both, the step within its bounds,
// starts_at not before `now` when it is published, ends_at after starts_at.
struct published_lot {
    lot_id lot;
    account_id seller;
    money start_price;
    std::optional<money> reserve_price, buy_now_price, step;  // same currency
    instant starts_at;                                        // equal to `now` when the lot runs at once
    instant ends_at;
    instant now;  // the database clock, read after the lot's row (and for an edit its standing) was locked
};

// Of a complete lot.
inline published_lot terms_of(const lot& l, const schedule& runs, instant now) {
    const auto& c = l.content;
    return {l.id, l.seller, c.start_price.value(), c.reserve_price, c.buy_now_price, c.step, runs.starts_at, runs.ends_at, now};
}

// A running lot whose terms may still change.
struct editable_lot {
    instant now;      // read under the lock
    instant ends_at;  // an edit may only move it on
};

// Lock order: the row in lots (for no key update), then the standing.
class publication_listener {
public:
    virtual ~publication_listener() = default;

    // The lot's row is locked and becomes published in this transaction: create its standing.
    virtual boost::asio::awaitable<void> published(pg::transaction& tx, published_lot lot) = 0;

    // The seller takes the lot back: lock the standing, remove it and answer true, but only while it has not begun
    // (scheduled and clock before starts_at). False: nothing was changed.
    virtual boost::asio::awaitable<bool> withdrawn(pg::transaction& tx, lot_id lot) = 0;

    // The state of a published lot: never draft.
    virtual boost::asio::awaitable<lot_state> state_of(pg::transaction& tx, lot_id lot) = 0;

    // Whether the same thing may be offered again: the lot was not sold, and no moderator took it away.
    virtual boost::asio::awaitable<bool> may_relist(pg::transaction& tx, lot_id lot) = 0;

    // Before an edit of a published lot: locks its standing. Refuses (not_editable, with the reason) unless bidders rely on nothing yet:
    // running, no bids, twelve hours left (auction rules 2.1).
    virtual boost::asio::awaitable<result<editable_lot>> begin_edit(pg::transaction& tx, lot_id lot) = 0;

    // After begin_edit in the same transaction: the auction goes on under these terms. `fields` names what changed, texts included, in the
    // words of the API. Everybody hears of it after the commit.
    virtual boost::asio::awaitable<void> edited(pg::transaction& tx, published_lot lot, std::vector<std::string> fields) = 0;

    // what a seller's own step may be at this start price.
    virtual step_bounds bounds_of_step(money start_price) const = 0;
};

}  // namespace gavel::lots
