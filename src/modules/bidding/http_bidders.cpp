#include "modules/bidding/http_bidders.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/repository_bidders.hpp"
#include "platform/http/reply.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::bidding {
namespace {

// A seller of more bidders than these sees the latest; nobody reads further by hand.
constexpr std::int64_t bidders_max = 500;

boost::json::object to_json(const lot_bidder& bidder, bool moderates) {
    boost::json::object shown{
        {"number", bidder.number},           {"name", bidder.name},       {"account_id", nullptr},
        {"stands", bidder.stands},           {"leading", bidder.leading}, {"last_bid_at", format_instant(bidder.last_bid_at)},
        {"retractions", bidder.retractions}, {"blocked", bidder.blocked}, {"suspended", nullptr}};
    if (!moderates) return shown;
    shown["account_id"] = bidder.account.text();
    shown["suspended"] = bidder.suspended;
    return shown;
}

boost::asio::awaitable<http::reply> get_bidders(pg::pool& pool, http::request& r) {
    const auto who = r.require_account();
    const auto lot = r.path_id<lot_id>("id");
    const bool moderates = r.who->moderates();
    const auto found = co_await repository::list_bidders(pool, r.until, lot, bidders_max);
    if (!found) co_return http::problem_json(error(no_such_lot), r.lang);
    if (found->seller != who && !moderates) co_return http::problem_json(error(seller_only), r.lang);
    boost::json::array items;
    for (const auto& each : found->items) items.push_back(to_json(each, moderates));
    boost::json::object body{{"items", std::move(items)}};
    co_return http::json(body);
}

}  // namespace

void add_bidder_route(http::router& routes, pg::pool& pool) {
    routes.add(http::method::get, "/api/v1/lots/{id}/bidders", http::route_options{http::access::signed_in, 4 * 1024},
               [&pool](http::request& r) { return get_bidders(pool, r); });
}

}  // namespace gavel::bidding
