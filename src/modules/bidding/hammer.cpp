#include "modules/bidding/hammer.hpp"

#include "modules/bidding/repository.hpp"
#include "modules/bidding/rules.hpp"

#include <algorithm>

namespace gavel::bidding {

boost::asio::awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most) {
    co_return co_await repository::start_due(pool, until, most);
}

boost::asio::awaitable<std::vector<closed_lot>> close_due(pg::transaction& tx, std::int64_t most) {
    std::vector<closed_lot> done;
    std::vector<lot_id> ids;
    const auto due = co_await repository::lock_due(tx, most);
    for (const auto& each : due) {
        auto after = closed(each.standing, each.now);
        if (!after) continue;
        repository::store_closed(tx, *after);
        ids.push_back(after->lot);
        done.push_back({std::move(*after), {}});
    }
    if (done.empty()) co_return done;
    const auto participants = co_await repository::participants_of(tx, std::move(ids));
    for (const auto& each : participants)
        std::ranges::find(done, each.lot, [](const closed_lot& c) { return c.after.lot; })->bidders.push_back(each.bidder);
    co_return done;
}

boost::asio::awaitable<std::optional<std::chrono::microseconds>> next_due(pg::pool& pool, pg::deadline until) {
    const auto us = co_await repository::next_due_us(pool, until);
    if (!us) co_return std::nullopt;
    co_return std::chrono::microseconds(*us);
}

}  // namespace gavel::bidding
