#include "modules/bidding/hammer.hpp"

#include "modules/bidding/news_events.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_log.hpp"
#include "modules/bidding/rules.hpp"

#include <utility>

namespace gavel::bidding {

boost::asio::awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most) {
    co_return co_await repository::start_due(pool, until, most);
}

boost::asio::awaitable<closed_lots> close_due(pg::transaction& tx, closing_bounds bounds) {
    const auto due = co_await repository::lock_due(tx, bounds.lots_max);
    bool more = std::ssize(due) == bounds.lots_max;
    std::vector<const standing*> before;
    std::vector<decision> fallen;
    std::vector<lot_id> lots;
    std::int64_t bidders = 0;
    for (const auto& each : due) {
        auto decided = closed(each.standing, each.now);
        if (!decided) continue;
        bidders += decided->after.bidders;
        if (!fallen.empty() && bidders > bounds.bidders_max) {  // the rest is for the next transaction
            more = true;
            break;
        }
        before.push_back(&each.standing);
        lots.push_back(decided->after.lot);
        fallen.push_back(std::move(*decided));
    }
    closed_lots done;
    if (fallen.empty()) co_return done;
    done.more = more;
    repository::append_acts(tx, fallen);
    const auto bidders_of = co_await repository::bidders_of(tx, std::move(lots));
    for (std::size_t i = 0; i < fallen.size(); ++i) {
        const auto& after = fallen[i].after;
        audience all;
        if (const auto found = bidders_of.find(after.lot); found != bidders_of.end()) all.bidders = found->second;
        done.lots.push_back({after, events_of(messages_of(*before[i], fallen[i], all), after)});
    }
    co_return done;
}

boost::asio::awaitable<std::optional<std::chrono::microseconds>> next_due(pg::pool& pool, pg::deadline until) {
    const auto us = co_await repository::next_due_us(pool, until);
    if (!us) co_return std::nullopt;
    co_return std::chrono::microseconds(*us);
}

}  // namespace gavel::bidding
