#include "modules/notifications/http.hpp"

#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::notifications {
namespace {

boost::json::object view(const notification& n) {
    boost::json::object o;
    o["id"] = n.id.text();
    o["kind"] = n.kind;
    o["lot_id"] = n.lot.text();
    o["lot_title"] = n.lot_title;
    o["order_id"] = nullptr;
    if (n.order) o["order_id"] = std::to_string(*n.order);
    o["price"] = to_json(n.price);
    o["max"] = to_json(n.max);
    o["ends_at"] = nullptr;
    if (n.ends_at) o["ends_at"] = format_instant(*n.ends_at);
    o["reason"] = nullptr;
    if (!n.reason.empty()) o["reason"] = n.reason;
    o["found"] = nullptr;
    if (n.found > 0) o["found"] = n.found;
    o["search"] = nullptr;
    if (!n.search_name.empty()) o["search"] = boost::json::object{{"name", n.search_name}, {"query", n.search_query}};
    o["created_at"] = format_instant(n.created_at);
    o["read"] = n.read;
    return o;
}

std::optional<notification_id> read_cursor(const http::request& r) {
    const auto text = r.query("cursor");
    if (!text) return std::nullopt;
    const auto parsed = notification_id::parse(*text);
    if (!parsed) throw http::refusal(error(http::invalid_input, {{"field", "cursor"}}));
    return parsed;
}

http::awaitable<http::reply> get_list(service& s, http::request& r) {
    const auto account = r.require_account();
    const auto before = read_cursor(r);
    const auto limit = r.query_integer("limit", 1, 100, 24);
    const auto found = co_await s.list(account, before, limit, r.until);
    boost::json::array items;
    for (const auto& each : found.items) items.push_back(view(each));
    boost::json::object body;
    body["items"] = std::move(items);
    body["next_cursor"] = nullptr;
    if (found.next) body["next_cursor"] = found.next->text();
    body["unread"] = found.unread;
    co_return http::json(body);
}

http::awaitable<http::reply> post_read(service& s, http::request& r) {
    const auto account = r.require_account();
    http::form f(r.json_object());
    const auto text = f.required_text("up_to", 1, 19);
    const auto up_to = notification_id::parse(text);
    if (!text.empty() && !up_to) f.reject("up_to", "malformed");
    f.finish();
    co_await s.mark_read(account, *up_to, r.until);
    co_return http::no_content();
}

}  // namespace

void add_routes(http::router& to, service& s) {
    http::route_options options;
    options.who = http::access::signed_in;
    options.body_max = 1024;
    to.add(http::method::get, "/api/v1/me/notifications", options, [&s](http::request& r) { return get_list(s, r); });
    to.add(http::method::post, "/api/v1/me/notifications/read", options, [&s](http::request& r) { return post_read(s, r); });
}

}  // namespace gavel::notifications
