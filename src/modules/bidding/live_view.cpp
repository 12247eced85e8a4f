#include "modules/bidding/live_view.hpp"

#include "modules/bidding/repository.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/view.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace gavel::bidding {

live::shared_change live_change(const public_standing& lot) {
    return live::make_change(lot.lot, lot.version, boost::json::serialize(to_json(lot)));
}

boost::asio::awaitable<std::vector<live::shared_change>> changes_since(pg::pool& pool, std::vector<lot_id> lots,
                                                                       std::vector<std::int64_t> versions, pg::deadline until) {
    const auto newer = co_await repository::newer_than(pool, until, std::move(lots), std::move(versions));
    std::vector<live::shared_change> changes;
    changes.reserve(newer.size());
    for (const auto& lot : newer) changes.push_back(live_change(public_view(lot)));
    co_return changes;
}

}  // namespace gavel::bidding
