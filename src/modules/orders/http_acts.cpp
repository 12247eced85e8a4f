// Acts of buyers and sellers, and of moderators.
#include "base/random.hpp"
#include "modules/orders/http.hpp"
#include "modules/orders/http_common.hpp"
#include "modules/orders/view.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace gavel::orders {
namespace {

constexpr http::route_options signed_in_acts{http::access::signed_in, 32 * 1024};
constexpr http::route_options moderators_acts{http::access::moderator, 32 * 1024};

order_id order_named(const http::request& r) { return r.path_id<order_id>("id"); }

http::awaitable<http::reply> post_combine(counter c, http::request& r) {
    http::form f(r.json_object());
    const auto ids = read_ids(f, "orders", 2, 20, true);
    f.finish();
    std::vector<order_id> all;
    for (const auto each : ids) all.push_back(order_id{each});
    const auto one = co_await c.people.combine(visitor_of(r), std::move(all), r.until);
    if (!one) co_return http::problem_json(one.error(), r.lang);
    co_return co_await order_reply(c, r, *one);
}

http::awaitable<http::reply> put_delivery(counter c, http::request& r) {
    http::form f(r.json_object());
    auto wanted = read_delivery(f);
    f.finish();
    const auto id = order_named(r);
    const auto done = co_await c.people.set_delivery(visitor_of(r), id, std::move(wanted), r.until);
    co_return co_await after_act(c, r, id, done);
}

http::awaitable<http::reply> put_shipping(counter c, http::request& r) {
    http::form f(r.json_object());
    const auto price = f.amount("price", 0);
    if (!f.has("price")) f.reject("price", "required");
    f.finish();
    const auto id = order_named(r);
    const auto done = co_await c.people.set_shipping(visitor_of(r), id, price, r.until);
    co_return co_await after_act(c, r, id, done);
}

bool is_tracking_number(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'; });
}

http::awaitable<http::reply> post_ship(counter c, http::request& r) {
    http::form f(r.json_object());
    auto carrier = f.choice("carrier", carrier_names);
    auto tracking = f.text("tracking", 5, 40);
    if (tracking && !is_tracking_number(*tracking)) f.reject("tracking", "malformed", {{"example", "20450912345678"}});
    f.finish();
    const auto id = order_named(r);
    const auto done = co_await c.people.ship(visitor_of(r), id, std::move(carrier), std::move(tracking), r.until);
    co_return co_await after_act(c, r, id, done);
}

using simple_act = awaitable<result<void>> (acts::*)(visitor, order_id, pg::deadline);

// An act that needs no words.
http::awaitable<http::reply> post_simple(counter c, http::request& r, simple_act act) {
    const auto id = order_named(r);
    const auto done = co_await (c.people.*act)(visitor_of(r), id, r.until);
    co_return co_await after_act(c, r, id, done);
}
http::awaitable<http::reply> post_receive(counter c, http::request& r) { co_return co_await post_simple(c, r, &acts::receive); }
http::awaitable<http::reply> post_complete(counter c, http::request& r) { co_return co_await post_simple(c, r, &acts::complete); }
http::awaitable<http::reply> post_accept(counter c, http::request& r) { co_return co_await post_simple(c, r, &acts::accept); }
http::awaitable<http::reply> post_decline(counter c, http::request& r) { co_return co_await post_simple(c, r, &acts::decline); }

http::awaitable<http::reply> post_cancel(counter c, http::request& r) {
    constexpr std::array<std::string_view, 5> reasons{"lot_gone", "lot_damaged", "buyer_asked", "no_contact", "not_shipped"};
    http::form f(r.json_object());
    auto reason = f.required_choice("reason", reasons);
    f.finish();
    const auto id = order_named(r);
    const auto done = co_await c.people.cancel(visitor_of(r), id, std::move(reason), r.until);
    co_return co_await after_act(c, r, id, done);
}

http::awaitable<http::reply> post_dispute(counter c, http::request& r) {
    http::form f(r.json_object());
    auto reason = f.required_choice("reason", dispute_reasons);
    auto text = f.required_text("text", 10, message_max, true);
    auto files = read_ids(f, "files", 0, files_max, false);
    f.finish();
    const auto id = order_named(r);
    auto key = random_uuid();  // a dispute is opened once anyway
    const auto done =
        co_await c.people.dispute(visitor_of(r), id, std::move(reason), std::move(text), std::move(files), std::move(key), r.until);
    co_return co_await after_act(c, r, id, done);
}

std::int64_t read_days_to_answer(http::form& f) {
    constexpr std::array<std::int64_t, 4> terms{1, 3, 5, 7};
    const auto days = f.integer("days", 1, 7);
    if (days && std::ranges::find(terms, *days) == terms.end())
        f.reject("days", "not_allowed", {{"allowed", boost::json::array{1, 3, 5, 7}}});
    return days.value_or(1);
}

http::awaitable<http::reply> post_second_chance(counter c, http::request& r) {
    http::form f(r.json_object());
    const auto lot_text = f.text("lot", 1, 19);
    const auto lot = lot_text ? lot_id::parse(*lot_text) : std::nullopt;
    if (lot_text && !lot) f.reject("lot", "malformed");
    const auto price = f.amount("price");
    const auto days = read_days_to_answer(f);
    f.finish();
    const auto made = co_await c.people.offer(visitor_of(r), order_named(r), lot, price, days, r.until);
    if (!made) co_return http::problem_json(made.error(), r.lang);
    co_return co_await order_reply(c, r, *made, true);
}

http::awaitable<http::reply> get_unsold(counter c, http::request& r) {
    const auto seen = co_await c.people.look_at_unsold(visitor_of(r), r.path_id<lot_id>("id"), r.until);
    if (!seen) co_return http::problem_json(seen.error(), r.lang);
    co_return http::json(unsold_json(*seen, r.lang));
}

http::awaitable<http::reply> post_unsold(counter c, http::request& r) {
    http::form f(r.json_object());
    const auto price = f.amount("price");
    const auto days = read_days_to_answer(f);
    f.finish();
    const auto made = co_await c.people.offer_unsold(visitor_of(r), r.path_id<lot_id>("id"), price, days, r.until);
    if (!made) co_return http::problem_json(made.error(), r.lang);
    co_return co_await order_reply(c, r, *made, true);
}

http::awaitable<http::reply> get_disputes(counter c, http::request& r) {
    const auto text = r.query("cursor");
    const auto after = text ? order_id::parse(*text) : std::nullopt;
    if (text && !after) http::refuse_field("cursor", "malformed");
    const auto limit = r.query_integer("limit", 1, 100, 24);
    auto found = co_await c.pages.disputes(after, limit + 1, r.until);
    boost::json::object body;
    body["next_cursor"] = nullptr;
    if (std::ssize(found) > limit) {
        found.pop_back();
        body["next_cursor"] = found.back().order.id.text();
    }
    boost::json::array items;
    for (const auto& each : found) items.push_back(dispute_json(each));
    body["items"] = std::move(items);
    co_return http::json(body);
}

http::awaitable<http::reply> post_settle(counter c, http::request& r) {
    http::form f(r.json_object());
    auto outcome = f.required_choice("outcome", outcomes);
    const auto amount = f.amount("amount");
    auto note = f.required_text("note", 10, note_max, true);
    f.finish();
    const auto id = order_named(r);
    const auto done = co_await c.people.settle(visitor_of(r), id, std::move(outcome), amount, std::move(note), r.until);
    co_return co_await after_act(c, r, id, done);
}

using handler_of_orders = http::awaitable<http::reply> (*)(counter, http::request&);

void add_one(http::router& to, http::method m, const char* pattern, const http::route_options& options, counter c, handler_of_orders run) {
    to.add(m, pattern, options, [c, run](http::request& r) { return run(c, r); });
}

}  // namespace

void add_act_routes(http::router& to, counter c) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, handler_of_orders run) { add_one(to, m, pattern, signed_in_acts, c, run); };
    add(post, "/api/v1/orders/combine", post_combine);
    add(put, "/api/v1/orders/{id}/delivery", put_delivery);
    add(put, "/api/v1/orders/{id}/shipping", put_shipping);
    add(post, "/api/v1/orders/{id}/ship", post_ship);
    add(post, "/api/v1/orders/{id}/receive", post_receive);
    add(post, "/api/v1/orders/{id}/complete", post_complete);
    add(post, "/api/v1/orders/{id}/cancel", post_cancel);
    add(post, "/api/v1/orders/{id}/dispute", post_dispute);
    add(post, "/api/v1/orders/{id}/second-chance", post_second_chance);
    add(get, "/api/v1/lots/{id}/second-chance", get_unsold);
    add(post, "/api/v1/lots/{id}/second-chance", post_unsold);
    add(post, "/api/v1/orders/{id}/accept", post_accept);
    add(post, "/api/v1/orders/{id}/decline", post_decline);
}

void add_moderation_routes(http::router& to, counter c) {
    add_one(to, http::method::get, "/api/v1/moderation/disputes", moderators_acts, c, get_disputes);
    add_one(to, http::method::post, "/api/v1/moderation/orders/{id}/settle", moderators_acts, c, post_settle);
}

}  // namespace gavel::orders
