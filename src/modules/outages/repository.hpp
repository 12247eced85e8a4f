// The SQL of the pulse and of the outages it found.
#pragma once
#include "modules/bidding/moderation.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::outages::repository {

using boost::asio::awaitable;

// Moves the pulse to the database's clock, read under the row's lock; a beat that comes more than `gap_s` after the last one writes down
// the outage between them.
struct beat_result {
    std::optional<bidding::gap> found;
    bool unswept = false;  // this or an earlier outage
};
awaitable<beat_result> beat(pg::pool& pool, pg::deadline until, std::int64_t gap_s);

// The oldest outage that is not swept and that nobody else is sweeping; locked.
struct unswept_outage {
    std::int64_t id = 0;
    bidding::gap lost;
    lot_id swept_to;
};
awaitable<std::optional<unswept_outage>> take_unswept(pg::transaction& tx);

// Every outage that ended after this moment.
awaitable<std::vector<bidding::gap>> gaps_since(pg::transaction& tx, instant since);

void note_progress(pg::transaction& tx, std::int64_t id, lot_id swept_to, std::int64_t extended);  // sends only
void note_swept(pg::transaction& tx, std::int64_t id, std::int64_t extended);                      // sends only

}  // namespace gavel::outages::repository
