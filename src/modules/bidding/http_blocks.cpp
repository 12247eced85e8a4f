// The block list of a seller.
#include "modules/bidding/http_acts.hpp"
#include "platform/http/form.hpp"
#include "platform/http/reply.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <limits>

namespace gavel::bidding {
namespace {

boost::json::object to_json(const blocked_bidder& entry) {
    return {{"id", entry.id.text()},
            {"name", entry.name},
            {"lot_id", entry.lot.text()},
            {"bidder", entry.number},
            {"blocked_at", format_instant(entry.blocked_at)}};
}

awaitable<http::reply> get_blocked(blocks& lists, http::request& r) {
    const auto limit = r.query_integer("limit", 1, 100, 24);
    std::optional<block_id> before;
    if (const auto cursor = r.query("cursor")) {
        before = block_id::parse(*cursor);
        if (!before) http::refuse_field("cursor", "malformed");
    }
    const auto page = co_await lists.list(r.require_account(), before, limit, r.until);
    boost::json::array items;
    for (const auto& each : page.items) items.push_back(to_json(each));
    boost::json::object body{{"items", std::move(items)}, {"next_cursor", nullptr}};
    if (page.next) body["next_cursor"] = page.next->text();
    co_return http::json(body);
}

awaitable<http::reply> put_blocked(blocks& lists, http::request& r) {
    http::form f(r.json_object());
    const auto text = f.required_text("lot_id", 1, 19);
    const auto number = f.integer("bidder", 1, std::numeric_limits<std::int32_t>::max());
    if (!number && !f.faulty()) f.reject("bidder", "required");
    const auto lot = lot_id::parse(text);
    if (!text.empty() && !lot) f.reject("lot_id", "malformed");
    f.finish();
    const auto entry = co_await lists.add(r.require_account(), *lot, static_cast<std::int32_t>(*number), r.until);
    if (!entry) co_return http::problem_json(entry.error(), r.lang);
    co_return http::json(to_json(*entry));
}

awaitable<http::reply> delete_blocked(blocks& lists, http::request& r) {
    co_await lists.remove(r.require_account(), r.path_id<block_id>("id"), r.until);
    co_return http::no_content();
}

}  // namespace

void add_block_routes(http::router& routes, blocks& lists) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, auto run) {
        routes.add(m, pattern, http::route_options{http::access::signed_in, 4 * 1024},
                   [&lists, run](http::request& r) { return run(lists, r); });
    };
    add(get, "/api/v1/me/blocked-bidders", get_blocked);
    add(put, "/api/v1/me/blocked-bidders", put_blocked);
    add(del, "/api/v1/me/blocked-bidders/{id}", delete_blocked);
}

}  // namespace gavel::bidding
