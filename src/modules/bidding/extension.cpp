#include "modules/bidding/extension.hpp"

#include "modules/bidding/messages.hpp"
#include "modules/bidding/news_events.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "modules/bidding/repository_log.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace gavel::bidding {

boost::asio::awaitable<extension_round> extend_lost(pg::transaction& tx, gap lost, std::vector<gap> gaps, lot_id after, std::int64_t most,
                                                    outage_policy policy) {
    extension_round done;
    const auto watched_to = lost.ended_at + std::chrono::seconds(policy.watched_s);
    const auto touched = co_await repository::open_until(tx, lost.began_at, watched_to, after, most);
    if (std::ssize(touched) == most) done.last = touched.back();
    if (touched.empty()) co_return done;

    const auto locked = co_await repository::lock_lots(tx, touched);
    std::vector<decision> decided;
    std::vector<lot_id> lots;
    for (const auto id : touched) {
        const auto found = locked.lots.find(id);
        if (found == locked.lots.end()) continue;
        auto extended = extend_for_outage(found->second, gaps, locked.now, policy);
        if (!extended) continue;
        lots.push_back(id);
        decided.push_back(std::move(*extended));
    }
    if (decided.empty()) co_return done;
    repository::append_acts(tx, decided);

    auto bidders = co_await repository::bidders_of(tx, lots);
    auto watchers = co_await repository::watchers_of(tx, lots);
    std::vector<news::event> news;
    for (auto& each : decided) {
        const auto lot = each.after.lot;
        const auto messages = messages_of(locked.lots.at(lot), each, {bidders[lot], watchers[lot]});
        std::ranges::move(events_of(messages, each.after), std::back_inserter(news));
        done.extended.push_back(std::move(each.after));
    }
    news::tell(tx, news);
    co_return done;
}

}  // namespace gavel::bidding
