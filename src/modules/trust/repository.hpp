// The SQL of trust: which lots a round looks at, the counts it keeps, the facts, the signals. It reads tables of accounts, lots and bidding
// and locks none of their rows. Functions that return nothing only send.
#pragma once
#include "modules/trust/facts.hpp"
#include "modules/trust/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::trust::repository {

using boost::asio::awaitable;

inline constexpr std::int64_t bids_per_lot_max = 20'000;  // the newest ones of a lot count

// Rounds: repository_rounds.cpp.
struct progress {
    instant closed_at;
    std::int64_t lot = 0;
};
// Where the walk over closed lots stands; nothing if another process is in the middle of a round. Held until the transaction ends.
awaitable<std::optional<progress>> take_turn(pg::transaction& tx);

// At most `lots_max` lots with at most `bids_max` records together, or one that has more.
struct chosen_lot {
    lot_id lot;
    std::int64_t seq = 0;  // of its next record
    std::optional<instant> closed_at;
};
awaitable<std::vector<chosen_lot>> closed_since(pg::transaction& tx, const progress& from, std::int64_t lots_max, std::int64_t bids_max);
awaitable<std::vector<chosen_lot>> running_changed(pg::transaction& tx, std::int64_t lots_max, std::int64_t bids_max);

// Counts the bidding on these lots anew into trust_bidding.
void count_bidding(pg::transaction& tx, const std::vector<lot_id>& lots);
void note_running(pg::transaction& tx, const std::vector<chosen_lot>& lots);
void note_closed(pg::transaction& tx, const std::vector<chosen_lot>& lots);         // in the order of closed_since
void purge(pg::transaction& tx, std::int64_t window_days, std::int64_t keep_days);  // a bounded number of outdated rows

// Facts about these lots and everybody who bids on them: repository_facts.cpp.
awaitable<std::vector<bidder_facts>> bidders(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days);
awaitable<std::vector<pair_facts>> pairs(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days);
awaitable<std::vector<reserve_facts>> reserves(pg::transaction& tx, const std::vector<lot_id>& lots);
awaitable<std::vector<shared_facts>> shared(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days,
                                            std::int64_t accounts_max);
awaitable<std::vector<newcomer_facts>> newcomers(pg::transaction& tx, const std::vector<lot_id>& lots);
awaitable<std::vector<exposure_facts>> exposures(pg::transaction& tx, const std::vector<lot_id>& lots);
awaitable<std::vector<cancellation_facts>> cancellations(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days);

// Signals: repository.cpp.
awaitable<std::vector<std::string>> store(pg::transaction& tx, const std::vector<signal>& found);  // kinds of those that are new

// The strongest first, `before` exclusive.
awaitable<std::vector<listed_signal>> list(pg::pool& pool, pg::deadline until, const signal_filter& wanted,
                                           std::optional<signal_place> before, std::int64_t limit);
awaitable<std::optional<listed_signal>> find(pg::transaction& tx, signal_id id);

awaitable<std::optional<std::string>> lock(pg::transaction& tx, signal_id id);  // its state
awaitable<std::optional<signal_id>> find_verdict(pg::transaction& tx, account_id moderator, const std::string& idempotency_key);
void decide(pg::transaction& tx, signal_id id, verdict v, account_id moderator, const std::string& note,
            const std::string& idempotency_key);

}  // namespace gavel::trust::repository
