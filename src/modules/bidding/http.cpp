#include "modules/bidding/http.hpp"

#include "modules/bidding/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/reply.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <cstdlib>
#include <limits>

namespace gavel::bidding {
namespace {

constexpr std::size_t relations_max = 100;

[[noreturn]] void reject_query(std::string_view name, std::string_view code, boost::json::object more = {}) {
    http::form fault{boost::json::object{}};
    fault.reject(name, code, std::move(more));
    fault.finish();
    std::abort();  // finish() throws for the fault just reported
}

awaitable<http::reply> post_bid(service& bids, http::request& r) {
    http::form f(r.json_object());
    offer bid;
    bid.lot = r.path_id<lot_id>("id");
    bid.bidder = r.require_account();
    bid.max = f.required_amount("max");
    bid.confirmed = f.flag("confirmed").value_or(false);
    f.finish();
    bid.idempotency_key = r.idempotency_key();
    const auto placed = co_await bids.place(std::move(bid), r.until);
    if (!placed) co_return http::problem_json(placed.error(), r.lang);
    co_return http::created(to_json(*placed, server_now()));
}

// "12.1": what is older than step 1 of record 12. Without a cursor the newest.
history_position before_of(const http::request& r) {
    history_position before{std::numeric_limits<std::int64_t>::max(), 0};
    const auto cursor = r.query("cursor");
    if (!cursor) return before;
    const auto* const end = cursor->data() + cursor->size();
    const auto seq = std::from_chars(cursor->data(), end, before.seq);
    if (seq.ec != std::errc{} || seq.ptr == end || *seq.ptr != '.') reject_query("cursor", "malformed");
    const auto part = std::from_chars(seq.ptr + 1, end, before.part);
    if (part.ec != std::errc{} || part.ptr != end) reject_query("cursor", "malformed");
    return before;
}

awaitable<http::reply> get_history(service& bids, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    const auto limit = r.query_integer("limit", 1, 100, 24);
    const auto before = before_of(r);
    const auto page = co_await bids.history(lot, before, limit, r.until);
    if (!page) co_return http::problem_json(page.error(), r.lang);

    boost::json::array items;
    for (const auto& step : page->items) items.push_back(to_json(step));
    boost::json::array retractions;
    for (const auto& each : page->retractions) retractions.push_back(boost::json::object{{"bidder", each.bidder}, {"count", each.count}});
    boost::json::object body{{"items", std::move(items)}, {"retractions", std::move(retractions)}, {"next_cursor", nullptr}};
    if (page->next) body["next_cursor"] = fmt::format("{}.{}", page->next->seq, page->next->part);
    const auto text = boost::json::serialize(body);
    auto full = http::json_text(text);
    full.with("Cache-Control", "no-cache");
    co_return http::conditional(r, http::etag_of(text), std::move(full));
}

awaitable<http::reply> get_mine(service& bids, http::request& r) {
    const auto account = r.require_account();
    const auto found = co_await bids.relation(account, r.who->moderates(), r.path_id<lot_id>("id"), r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    co_return http::json(to_json(*found));
}

awaitable<http::reply> get_relations(service& bids, http::request& r) {
    if (!r.query("lots")) reject_query("lots", "required");
    auto lots = r.query_ids<lot_id>("lots", relations_max);
    const auto found = co_await bids.relations(r.require_account(), std::move(lots), r.until);
    boost::json::array items;
    for (const auto& each : found) items.push_back(to_json(each));
    co_return http::json(boost::json::object{{"items", std::move(items)}});
}

}  // namespace

void add_routes(http::router& routes, service& bids) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, http::access who, auto run) {
        routes.add(m, pattern, http::route_options{who, 4 * 1024}, [&bids, run](http::request& r) { return run(bids, r); });
    };
    add(post, "/api/v1/lots/{id}/bids", http::access::signed_in, post_bid);
    add(get, "/api/v1/lots/{id}/bids", http::access::open, get_history);
    add(get, "/api/v1/lots/{id}/mine", http::access::signed_in, get_mine);
    add(get, "/api/v1/me/relations", http::access::signed_in, get_relations);
}

}  // namespace gavel::bidding
