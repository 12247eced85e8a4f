// Giving lots back what an outage took: what the outages module drives. Several processes may do it at once.
#pragma once
#include "modules/bidding/moderation.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gavel::bidding {

struct extension_round {
    std::vector<standing> extended;  // announce them after the commit
    std::optional<lot_id> last;      // the last lot that was looked at; nothing: it was the end
};

// Looks at up to `most` lots above `after` whose watched time `lost` may have touched, in the order of their ids: locks them, extends those
// that lost too much to `gaps` (which include `lost`) and queues the news for everybody concerned. The caller commits.
boost::asio::awaitable<extension_round> extend_lost(pg::transaction& tx, gap lost, std::vector<gap> gaps, lot_id after, std::int64_t most,
                                                    outage_policy policy);

}  // namespace gavel::bidding
