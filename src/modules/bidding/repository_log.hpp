// The log of a lot (record.hpp) in the tables bids, acts and bid_voids: appending acts, reading it whole. Bids are appended by the desk
// (repository_batch.hpp).
#pragma once
#include "modules/bidding/decision.hpp"
#include "modules/bidding/record.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace gavel::bidding::repository {

// Makes a decision the newest link of its lot's chain (seal: `accepted.after.audit_head` is right only afterwards) and sends everything it
// changes: the act, the bids it withdrew, the maxima it moved, the standing. The caller holds the lock of that standing
// (repository_locks.hpp) and adds what belongs to other tables. `idempotency_key` is that of the person's command, empty for the system.
// Only sends: failures surface at the next awaited call or at the commit.
void append_act(pg::transaction& tx, decision& accepted, std::string_view idempotency_key = {});

// The same for many lots at once, each at most once; decisions of the system.
void append_acts(pg::transaction& tx, std::span<decision> accepted);

// The first record of a lot (decision.hpp: opened) and its standing, which does not exist yet.
void append_opening(pg::transaction& tx, decision& accepted, std::string_view idempotency_key = {});

// Records of `lot` in order, beginning with `from`, at most `most`. One snapshot: no gaps but those of a damaged log.
boost::asio::awaitable<std::vector<record>> read_log(pg::transaction& tx, lot_id lot, std::int64_t from = 1, std::int64_t most = INT64_MAX);

}  // namespace gavel::bidding::repository
