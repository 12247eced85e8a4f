#include "modules/searches/worker.hpp"

#include "modules/searches/matching.hpp"
#include "modules/searches/repository.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>
#include <set>

namespace gavel::searches {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 30s;
constexpr auto round_time = 1min;
constexpr std::int64_t hits_max = 100;  // of one search in one look

}  // namespace

awaitable<std::int64_t> worker::run_once() {
    auto tx = co_await pool_.begin(runtime::within(round_time));
    const auto due = co_await repository::due(tx, searches_per_round);
    if (due.empty()) {
        co_await tx.commit();
        co_return 0;
    }
    std::vector<search_id> ids;
    for (const auto& each : due) ids.push_back(each.id);
    const auto found = co_await repository::find_new_lots(tx, ids, hits_max);
    std::set<search_id> hit;
    for (const auto& each : found.hits) hit.insert(each.search);
    const std::vector<search_id> with_hits(hit.begin(), hit.end());
    repository::seen(tx, ids, with_hits, found.until, options_.look_minutes);
    const auto events = news_of(due, found);
    news::tell(tx, events);
    co_await tx.commit();
    co_return std::ssize(due);
}

awaitable<void> worker::run(runtime::life& l) {
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
        } catch (const std::exception& e) {
            log::warning("searches.look_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done < searches_per_round) co_await l.sleep(pause);
    }
}

}  // namespace gavel::searches
