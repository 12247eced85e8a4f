#include "modules/bidding/service.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/permissions.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_acts.hpp"
#include "modules/bidding/rules.hpp"

#include <chrono>
#include <set>
#include <variant>

namespace gavel::bidding {

namespace {

std::vector<std::int64_t> bidders_in(const history_page& page) {
    std::set<std::int64_t> numbers;
    for (const auto& each : page.items) {
        if (const auto* step = std::get_if<history_step>(&each)) numbers.insert(step->bidder);
        else if (const auto& bidder = std::get<history_notice>(each).bidder) numbers.insert(*bidder);
    }
    return {numbers.begin(), numbers.end()};
}

}  // namespace

awaitable<result<placed_bid>> service::place(offer bid, pg::deadline until) {
    if (const auto wait = allowance_.take(bid.bidder)) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
        boost::json::object facts{{"retry_after_s", seconds}};
        co_return refuse(too_many_bids, std::move(facts));
    }
    const auto began = std::chrono::steady_clock::now();
    auto& desk = desks_.of(bid.lot);
    auto answer = co_await desk.submit(std::move(bid), until);
    if (answer) instruments_.seconds.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    else instruments_.refused.add();
    co_return answer;
}

awaitable<result<history_page>> service::history(lot_id lot, history_position before, std::int64_t limit, pg::deadline until) {
    auto page = co_await repository::history(pool_, until, lot, before, limit);
    if (!page) co_return refuse(no_such_lot);
    auto numbers = bidders_in(*page);
    if (!numbers.empty()) page->retractions = co_await repository::retractions_of(pool_, until, lot, std::move(numbers));
    co_return std::move(*page);
}

awaitable<result<full_relation>> service::relation(account_id who, bool moderates, lot_id lot, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await repository::read_situation(tx, lot, who, options_.rules.retractions);
    if (!found) co_return refuse(no_such_lot);
    co_await tx.commit();
    person asking;
    asking.account = who;
    asking.is_moderator = moderates;
    asking.bidder = found->now.who;
    asking.retractions = found->now.retractions;
    co_return in_full(found->stands, found->now.standing, asking, found->now.now, options_.rules);
}

awaitable<std::vector<lot_relation>> service::relations(account_id who, std::vector<lot_id> lots, pg::deadline until) {
    co_return co_await repository::relations(pool_, until, who, std::move(lots));
}

}  // namespace gavel::bidding
