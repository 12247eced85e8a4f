// Reading lots, standings, accounts and watches together. The one module that joins tables of others; it never writes.
#pragma once
#include "modules/catalogue/model.hpp"
#include "modules/catalogue/query.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::catalogue::repository {

using boost::asio::awaitable;

awaitable<card_page<lot_card>> list(pg::pool& pool, pg::deadline until, list_query q);
// Lots that paid for the first places of this list, as it is sorted; if there are more than `most`, others in the next minute.
awaitable<std::vector<lot_card>> placed(pg::pool& pool, pg::deadline until, list_query q, std::int64_t most);
awaitable<std::int64_t> count(pg::pool& pool, pg::deadline until, list_query q);  // up to total_max
awaitable<home_strips> home(pg::pool& pool, pg::deadline until, std::vector<lot_id> watched);
awaitable<std::vector<lot_id>> most_watched(pg::pool& pool, pg::deadline until);  // looks at every running lot
awaitable<std::optional<lot_view>> lot(pg::pool& pool, pg::deadline until, lot_id id);

awaitable<card_page<lot_card>> lots_of(pg::pool& pool, pg::deadline until, account_id seller, own_query q);
awaitable<card_page<lot_card>> watched_by(pg::pool& pool, pg::deadline until, account_id account, own_query q);
awaitable<card_page<bid_card>> bids_of(pg::pool& pool, pg::deadline until, account_id bidder, own_query q);

// Ids of running lots, the latest published first.
struct listed_lot {
    lot_id id;
    instant changed_at;
};
awaitable<std::vector<listed_lot>> running_lots(pg::pool& pool, pg::deadline until, std::int64_t most);

}  // namespace gavel::catalogue::repository
