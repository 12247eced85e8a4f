#include "modules/lots/http.hpp"

#include "modules/lots/forms.hpp"

#include <boost/json/serialize.hpp>

namespace gavel::lots {
namespace {

constexpr http::route_options signed_in{http::access::signed_in, 128 * 1024};  // a description of 20 000 characters, escaped

awaitable<http::reply> get_categories(service& lots, http::request& r) {
    const auto tree = co_await lots.categories(r.until);
    const auto text = boost::json::serialize(to_json(*tree));
    auto full = http::json_text(text);
    full.with("Cache-Control", "public, max-age=300");
    co_return http::conditional(r, http::etag_of(text), std::move(full));
}

http::reply seller_view(const http::request& r, const result<own_lot>& own, int status = 200) {
    if (!own) return http::problem_json(own.error(), r.lang);
    if (status == 201) return http::created(to_json(*own), "/api/v1/me/lots/" + own->lot.id.text());
    return http::json(to_json(*own));
}

http::reply nothing_or_problem(const http::request& r, const result<void>& done) {
    return done ? http::no_content() : http::problem_json(done.error(), r.lang);
}

awaitable<http::reply> post_lot(service& lots, http::request& r) {
    auto e = read_edit(r.json_object());
    co_return seller_view(r, co_await lots.create(r.require_account(), std::move(e), r.until), 201);
}

awaitable<http::reply> patch_lot(service& lots, http::request& r) {
    const auto id = r.path_id<lot_id>("id");
    auto e = read_edit(r.json_object());
    co_return seller_view(r, co_await lots.change(r.require_account(), id, std::move(e), r.until));
}

awaitable<http::reply> get_own_lot(service& lots, http::request& r) {
    co_return seller_view(r, co_await lots.find(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

awaitable<http::reply> delete_lot(service& lots, http::request& r) {
    co_return nothing_or_problem(r, co_await lots.remove(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

awaitable<http::reply> post_publish(service& lots, http::request& r) {
    co_return seller_view(r, co_await lots.publish(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

awaitable<http::reply> post_withdraw(service& lots, http::request& r) {
    co_return seller_view(r, co_await lots.withdraw(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

awaitable<http::reply> post_relisting(service& lots, http::request& r) {
    static_cast<void>(r.idempotency_key());  // asked for like of every command; that a lot is relisted once needs no memory of keys
    co_return seller_view(r, co_await lots.relist(r.require_account(), r.path_id<lot_id>("id"), r.until), 201);
}

awaitable<http::reply> put_watch(service& lots, http::request& r) {
    co_return nothing_or_problem(r, co_await lots.watch(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

awaitable<http::reply> delete_watch(service& lots, http::request& r) {
    co_return nothing_or_problem(r, co_await lots.unwatch(r.require_account(), r.path_id<lot_id>("id"), r.until));
}

}  // namespace

void add_routes(http::router& routes, service& lots) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, http::route_options options, auto run) {
        routes.add(m, pattern, options, [&lots, run](http::request& r) { return run(lots, r); });
    };
    add(get, "/api/v1/categories", {}, get_categories);
    add(post, "/api/v1/lots", signed_in, post_lot);
    add(patch, "/api/v1/lots/{id}", signed_in, patch_lot);
    add(del, "/api/v1/lots/{id}", signed_in, delete_lot);
    add(post, "/api/v1/lots/{id}/publish", signed_in, post_publish);
    add(post, "/api/v1/lots/{id}/withdraw", signed_in, post_withdraw);
    add(post, "/api/v1/lots/{id}/relisting", signed_in, post_relisting);
    add(put, "/api/v1/lots/{id}/watch", signed_in, put_watch);
    add(del, "/api/v1/lots/{id}/watch", signed_in, delete_watch);
    add(get, "/api/v1/me/lots/{id}", signed_in, get_own_lot);
}

}  // namespace gavel::lots
