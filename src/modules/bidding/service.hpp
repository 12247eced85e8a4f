// Use cases of bidding. One per io thread; used only there.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/allowance.hpp"
#include "modules/bidding/desk.hpp"
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
    service(pg::pool& pool, const desks& all, allowance& bids, metrics::registry& m, const options& chosen)
        : pool_(pool),
          desks_(all),
          allowance_(bids),
          instruments_(m),
          options_(chosen) {}

    // Answers only after the commit. The same bidder, key, lot and maximum again: the first answer.
    awaitable<result<placed_bid>> place(offer bid, pg::deadline until);

    // Newest first, only what is older than `before`.
    awaitable<result<history_page>> history(lot_id lot, history_position before, std::int64_t limit, pg::deadline until);
    // With everything that account may do about the lot now; `moderates`: it has the role.
    awaitable<result<full_relation>> relation(account_id who, bool moderates, lot_id lot, pg::deadline until);
    awaitable<std::vector<lot_relation>> relations(account_id who, std::vector<lot_id> lots, pg::deadline until);

private:
    pg::pool& pool_;
    const desks& desks_;
    allowance& allowance_;
    instruments instruments_;
    const options& options_;
};

}  // namespace gavel::bidding
