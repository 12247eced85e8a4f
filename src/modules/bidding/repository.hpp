// The SQL of bidding, but for the log (repository_log.hpp) and the desk (repository_batch.hpp). Nothing decides here.
#pragma once
#include "modules/bidding/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

// From publication to the hammer. What is accepted about a lot meanwhile goes through repository_log.hpp and repository_batch.hpp.
awaitable<bool> remove_scheduled(pg::transaction& tx, lot_id lot);
awaitable<std::optional<std::string>> state_of(pg::transaction& tx, lot_id lot);

// Closing. Both lock at most `most` due lots that nobody else holds; the clock is read after the locks.
struct due_lot {
    bidding::standing standing;
    instant now;
};
awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most);
awaitable<std::vector<due_lot>> lock_due(pg::transaction& tx, std::int64_t most);
// Everybody whose bids on these lots stand, by their number.
awaitable<std::unordered_map<lot_id, std::vector<account_id>>> bidders_of(pg::transaction& tx, std::vector<lot_id> lots);
awaitable<std::unordered_map<lot_id, std::vector<account_id>>> watchers_of(pg::transaction& tx, std::vector<lot_id> lots);
// The first `most` lots above `above`, by id, that run or whose start has come, and that end between the two moments. Not locked.
awaitable<std::vector<lot_id>> open_until(pg::transaction& tx, instant after, instant before, lot_id above, std::int64_t most);
// Microseconds until something is due; nothing if nothing is scheduled or running. Negative: overdue.
awaitable<std::optional<std::int64_t>> next_due_us(pg::pool& pool, pg::deadline until);

// Reading.
awaitable<std::vector<standing>> newer_than(pg::pool& pool, pg::deadline until, std::vector<lot_id> lots,
                                            std::vector<std::int64_t> versions);
// Nothing if the lot has no standing. `before`: only items older than that one.
awaitable<std::optional<history_page>> history(pg::pool& pool, pg::deadline until, lot_id lot, history_position before, std::int64_t limit);
awaitable<std::vector<retraction_count>> retractions_of(pg::pool& pool, pg::deadline until, lot_id lot, std::vector<std::int64_t> numbers);
awaitable<std::vector<lot_relation>> relations(pg::pool& pool, pg::deadline until, account_id who, std::vector<lot_id> lots);
awaitable<std::optional<lot_relation>> find_relation(pg::transaction& tx, account_id who, lot_id lot);

}  // namespace gavel::bidding::repository
