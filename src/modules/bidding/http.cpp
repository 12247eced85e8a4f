#include "modules/bidding/http.hpp"

#include "modules/bidding/stream.hpp"
#include "modules/bidding/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/sse.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
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

// "7,9,12": each id once, in the order given.
std::vector<lot_id> lots_of(const http::request& r, std::size_t most) {
    std::vector<lot_id> lots;
    auto rest = r.query("lots").value_or("");
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const auto lot = lot_id::parse(rest.substr(0, comma));
        if (!lot) reject_query("lots", "malformed");
        if (std::ranges::find(lots, *lot) == lots.end()) lots.push_back(*lot);
        if (lots.size() > most) reject_query("lots", "too_long", {{"max", most}});
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return lots;
}

awaitable<http::reply> post_bid(service& bids, http::request& r) {
    http::form f(r.json_object());
    offer bid;
    bid.lot = r.path_id<lot_id>("id");
    bid.bidder = r.require_account();
    bid.max = f.required_amount("max");
    f.finish();
    bid.idempotency_key = r.idempotency_key();
    const auto placed = co_await bids.place(std::move(bid), r.until);
    if (!placed) co_return http::problem_json(placed.error(), r.lang);
    co_return http::created(to_json(*placed, server_now()));
}

awaitable<http::reply> get_history(service& bids, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    const auto limit = r.query_integer("limit", 1, 100, 24);
    auto before = std::numeric_limits<std::int32_t>::max();
    if (const auto cursor = r.query("cursor")) {
        const auto n = id<struct step_tag>::parse(*cursor);
        if (!n || n->value > before) reject_query("cursor", "malformed");
        before = static_cast<std::int32_t>(n->value);
    }
    const auto page = co_await bids.history(lot, before, limit, r.until);
    if (!page) co_return http::problem_json(page.error(), r.lang);

    boost::json::array items;
    for (const auto& step : page->items) items.push_back(to_json(step));
    boost::json::object body{{"items", std::move(items)}, {"next_cursor", nullptr}};
    if (page->next) body["next_cursor"] = std::to_string(*page->next);
    const auto text = boost::json::serialize(body);
    auto full = http::json_text(text);
    full.with("Cache-Control", "no-cache");
    co_return http::conditional(r, http::etag_of(text), std::move(full));
}

awaitable<http::reply> get_mine(service& bids, http::request& r) {
    const auto found = co_await bids.relation(r.require_account(), r.path_id<lot_id>("id"), r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    co_return http::json(to_json(*found));
}

awaitable<http::reply> get_relations(service& bids, http::request& r) {
    if (!r.query("lots")) reject_query("lots", "required");
    auto lots = lots_of(r, relations_max);
    const auto found = co_await bids.relations(r.require_account(), std::move(lots), r.until);
    boost::json::array items;
    for (const auto& each : found) items.push_back(to_json(each));
    co_return http::json(boost::json::object{{"items", std::move(items)}});
}

awaitable<http::reply> get_stream(service& bids, http::request& r) {
    std::optional<account_id> who;
    if (r.who) who = r.who->account;
    const auto seen = r.header("last-event-id").value_or("");
    const auto box = std::make_shared<mailbox>(lots_of(r, stream_lots_max), who, seen);
    const auto reader = co_await bids.open_stream(box, r.until);
    http::reply live;
    live.stream = [reader](http::event_writer& out) { return run_stream(reader, out); };
    co_return live;
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
    add(get, "/api/v1/stream", http::access::personal, get_stream);
}

}  // namespace gavel::bidding
