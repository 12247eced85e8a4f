// The SQL of bidding. Nothing decides here. Functions that return nothing only send: they travel with the next awaited statement or the
// commit.
#pragma once
#include "modules/bidding/model.hpp"
#include "modules/bidding/options.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/lots/events.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

// A bid as it was first answered.
struct stored_bid {
    lot_id lot;
    std::int64_t seq = 0;
    std::int64_t max = 0;
    instant placed_at;
    bid_outcome outcome = bid_outcome::leading;
    std::int64_t price_after = 0, leader_after = 0, bids_after = 0, bidders_after = 0, version_after = 0;
    instant ends_at_after;
};

// What a decision needs, read after the lock was granted.
struct locked_lot {
    bidding::standing standing;
    instant now;  // the database clock under the lock
    std::optional<std::int32_t> bidder_number;
    std::optional<stored_bid> earlier;  // with the same bidder and idempotency key, on any lot
};

// Sends the lock and waits for the state behind it: one round trip. Nothing if the lot has no standing.
awaitable<std::optional<locked_lot>> lock(pg::transaction& tx, const offer& bid);

void store(pg::transaction& tx, const offer& bid, const verdict& v, instant now);

// The standing of a published lot.
void open(pg::transaction& tx, const lots::published_lot& lot, const options& chosen);
awaitable<bool> remove_scheduled(pg::transaction& tx, lot_id lot);
awaitable<std::optional<std::string>> state_of(pg::transaction& tx, lot_id lot);

// Closing. Both lock at most `most` due lots that nobody else holds; the clock is read after the locks.
struct due_lot {
    bidding::standing standing;
    instant now;
};
awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most);
awaitable<std::vector<due_lot>> lock_due(pg::transaction& tx, std::int64_t most);
void store_closed(pg::transaction& tx, const standing& after);
struct participant {
    lot_id lot;
    account_id bidder;
};
awaitable<std::vector<participant>> participants_of(pg::transaction& tx, std::vector<lot_id> lots);
// Microseconds until something is due; nothing if nothing is scheduled or running. Negative: overdue.
awaitable<std::optional<std::int64_t>> next_due_us(pg::pool& pool, pg::deadline until);

// Reading.
awaitable<std::vector<standing>> standings_of(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots);
awaitable<std::vector<standing>> newer_than(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots,
                                            std::vector<std::int64_t> versions);
// Nothing if the lot has no standing. `before`: only steps with a smaller n.
awaitable<std::optional<history_page>> history(pg::pool& pool, pg::deadline until, lot_id lot, std::int64_t before, std::int64_t limit);
awaitable<std::vector<lot_relation>> relations(pg::pool& pool, pg::deadline until, account_id who, std::vector<lot_id> lots);

}  // namespace gavel::bidding::repository
