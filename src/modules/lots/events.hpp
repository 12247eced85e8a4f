// What lots tells and asks the module that runs the auction (bidding), inside lots' own transaction. Wired by app.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/lots/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace gavel::lots {

// Everything an auction needs to know of a lot. All checks were made: reserve above start, starts_at not before `now`, ends_at after
// starts_at.
struct published_lot {
    lot_id lot;
    account_id seller;
    money start_price;
    std::optional<money> reserve_price;  // same currency
    instant starts_at;                   // equal to `now` when the lot runs at once
    instant ends_at;
    instant now;  // the database clock, read after the lot's row was locked
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
};

}  // namespace gavel::lots
