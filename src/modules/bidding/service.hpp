// Use cases of bidding. One per io thread; used only there.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/allowance.hpp"
#include "modules/bidding/live.hpp"
#include "modules/bidding/metrics.hpp"
#include "modules/bidding/model.hpp"
#include "modules/bidding/options.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gavel::bidding {

using boost::asio::awaitable;

class service {
public:
    service(pg::pool& pool, live_shard& live, allowance& bids, metrics::registry& m, const options& chosen)
        : pool_(pool),
          live_(live),
          allowance_(bids),
          instruments_(m),
          options_(chosen) {}

    // Answers only after the commit. The same bidder, key, lot and maximum again: the first answer.
    awaitable<result<placed_bid>> place(offer bid, pg::deadline until);

    // Newest first; `before` = a step's n, exclusive.
    awaitable<result<history_page>> history(lot_id lot, std::int64_t before, std::int64_t limit, pg::deadline until);
    awaitable<result<lot_relation>> relation(account_id who, lot_id lot, pg::deadline until);
    awaitable<std::vector<lot_relation>> relations(account_id who, std::vector<lot_id> lots, pg::deadline until);

    // A live reader whose mailbox already holds the present standings.
    awaitable<std::shared_ptr<live_shard::subscription>> open_stream(std::shared_ptr<mailbox> box, pg::deadline until);

private:
    awaitable<result<placed_bid>> decide(offer bid, pg::deadline until);

    pg::pool& pool_;
    live_shard& live_;
    allowance& allowance_;
    instruments instruments_;
    const options& options_;
};

}  // namespace gavel::bidding
