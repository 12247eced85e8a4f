#include "modules/catalogue/http.hpp"

#include "modules/catalogue/view.hpp"
#include "modules/lots/errors.hpp"

#include <boost/json/serialize.hpp>

namespace gavel::catalogue {
namespace {

constexpr http::route_options open{http::access::open};
constexpr http::route_options signed_in{http::access::signed_in};

// Readers may keep an answer but must ask whether it still holds.
http::reply kept_reply(const http::request& r, const kept_answer& kept) {
    http::reply full;
    full.content_type = "application/json";
    full.shared_body = kept.body;
    full.with("Cache-Control", "no-cache");
    return http::conditional(r, kept.etag, std::move(full));
}

http::reply fresh_reply(const http::request& r, const boost::json::object& answer) {
    auto full = http::json_text(boost::json::serialize(answer));
    full.with("Cache-Control", r.who ? "private, no-cache" : "no-cache");
    const auto etag = http::etag_of(full.body);
    return http::conditional(r, etag, std::move(full));
}

awaitable<http::reply> get_lot(service& catalogue, http::request& r) {
    const auto kept = co_await catalogue.lot(r.path_id<lot_id>("id"), r.until);
    if (!kept) co_return http::problem_json(error(lots::no_such_lot), r.lang);
    co_return kept_reply(r, kept->answer);
}

awaitable<http::reply> get_home(service& catalogue, http::request& r) {
    const auto kept = co_await catalogue.home(r.until);
    co_return kept_reply(r, *kept);
}

awaitable<http::reply> get_lots(service& catalogue, http::request& r) {
    auto q = read_list_query(r);
    const char order = q.order();
    const auto page = co_await catalogue.list(std::move(q), r.until);
    co_return fresh_reply(r, to_json(page, order, catalogue.where()));
}

awaitable<http::reply> get_own_lots(service& catalogue, http::request& r) {
    auto q = read_own_query(r, "state", own_state_names, 'o');
    const auto page = co_await catalogue.lots_of(r.require_account(), std::move(q), r.until);
    co_return fresh_reply(r, to_json(page, 'o', catalogue.where()));
}

awaitable<http::reply> get_watched(service& catalogue, http::request& r) {
    auto q = read_own_query(r, {}, {}, 'w');
    const auto page = co_await catalogue.watched_by(r.require_account(), std::move(q), r.until);
    co_return fresh_reply(r, to_json(page, 'w', catalogue.where()));
}

awaitable<http::reply> get_own_bids(service& catalogue, http::request& r) {
    auto q = read_own_query(r, "relation", bid_relation_names, 'm');
    const auto page = co_await catalogue.bids_of(r.require_account(), std::move(q), r.until);
    co_return fresh_reply(r, to_json(page, 'm', catalogue.where()));
}

}  // namespace

void add_routes(http::router& routes, service& catalogue) {
    const auto add = [&](const char* pattern, http::route_options options, auto run) {
        routes.add(http::method::get, pattern, options, [&catalogue, run](http::request& r) { return run(catalogue, r); });
    };
    add("/api/v1/home", open, get_home);
    add("/api/v1/lots", open, get_lots);
    add("/api/v1/lots/{id}", open, get_lot);
    add("/api/v1/me/lots", signed_in, get_own_lots);
    add("/api/v1/me/watched", signed_in, get_watched);
    add("/api/v1/me/bids", signed_in, get_own_bids);
}

}  // namespace gavel::catalogue
