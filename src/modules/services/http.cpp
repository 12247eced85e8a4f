#include "modules/services/http.hpp"

#include "modules/services/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace gavel::services {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 1> pay_from_names{"wallet"};

std::string kind_of(const offer& o) { return std::string(fees::service_prefix) + std::string(o.name); }

http::awaitable<http::reply> get_services(fees::service& prices, http::request& r) {
    const auto table = co_await prices.table(r.until);
    const auto now = server_now();
    json::array items;
    for (const auto& each : offers)
        if (const auto* f = table->find(kind_of(each), {}, now)) items.push_back(to_json(each, money{f->amount, f->currency}));
    json::object body{{"items", std::move(items)}, {"listing_fee", nullptr}};
    const auto* listing = table->find(fees::listing_kind, {}, now);
    if (listing && listing->amount > 0) body["listing_fee"] = gavel::to_json(money{listing->amount, listing->currency});
    auto text = json::serialize(body);
    const auto etag = http::etag_of(text);
    auto full = http::json_text(std::move(text));
    full.with("Cache-Control", "no-cache");
    co_return http::conditional(r, etag, std::move(full));
}

order read_order(http::request& r, sort wanted) {
    order o;
    o.buyer = r.require_account();
    std::vector<std::string_view> names;
    for (const auto& each : offers)
        if (each.sort == wanted) names.push_back(each.name);
    http::form f(r.json_object());
    o.service = f.required_choice("service", names);
    o.from_wallet = f.choice("pay_from", pay_from_names).has_value();
    f.finish();
    o.key = r.idempotency_key();
    return o;
}

http::reply reply_of(const http::request& r, const result<seen_purchase>& done) {
    if (!done) return http::problem_json(done.error(), r.lang);
    auto body = to_json(done->what, done->now);
    return done->is_new ? http::created(body, "/api/v1/me/services/" + done->what.id.text()) : http::json(body);
}

http::awaitable<http::reply> post_promotion(service& s, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    auto o = read_order(r, sort::promotion);
    o.lot = lot;
    const auto done = co_await s.buy(std::move(o), r.until);
    co_return reply_of(r, done);
}

http::awaitable<http::reply> post_package(service& s, http::request& r) {
    auto o = read_order(r, sort::package);
    const auto done = co_await s.buy(std::move(o), r.until);
    co_return reply_of(r, done);
}

http::awaitable<http::reply> get_purchase(service& s, http::request& r) {
    const auto found = co_await s.find(r.require_account(), r.path_id<purchase_id>("id"), r.until);
    if (!found) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::json(to_json(found->what, found->now));
}

http::awaitable<http::reply> delete_purchase(service& s, http::request& r) {
    const auto done = co_await s.take_back(r.require_account(), r.path_id<purchase_id>("id"), r.until);
    co_return reply_of(r, done);
}

template <class Id>
std::optional<Id> id_of_query(const http::request& r, std::string_view name) {
    const auto given = r.query(name);
    if (!given || given->empty()) return std::nullopt;
    const auto parsed = Id::parse(*given);
    if (!parsed) http::refuse_field(name, "malformed");
    return parsed;
}

http::awaitable<http::reply> get_purchases(service& s, const wallet_reader& wallets, http::request& r) {
    const auto buyer = r.require_account();
    const auto lot = id_of_query<lot_id>(r, "lot");
    const auto before = id_of_query<purchase_id>(r, "cursor");
    const auto limit = r.query_integer("limit", 1, 100, 24);
    const auto page = co_await s.list(buyer, lot, before, limit, r.until);
    const auto wallet = co_await wallets(buyer, r.until);
    json::array items;
    for (const auto& each : page.items) items.push_back(to_json(each, page.now));
    json::object body{{"items", std::move(items)}, {"next_cursor", nullptr}};
    if (page.next) body["next_cursor"] = page.next->text();
    body["listings_left"] = page.listings_left;
    body["wallet"] = gavel::to_json(wallet);
    co_return http::json(body);
}

}  // namespace

std::vector<std::string> fee_kinds() {
    std::vector<std::string> kinds;
    for (const auto& each : offers) kinds.push_back(kind_of(each));
    return kinds;
}

void add_routes(http::router& to, service& s, fees::service& prices, wallet_reader wallets) {
    using http::method;
    http::route_options mine;
    mine.who = http::access::signed_in;
    mine.body_max = 4 * 1024;
    const auto add = [&](method m, std::string pattern, http::awaitable<http::reply> (*run)(service&, http::request&)) {
        to.add(m, std::move(pattern), mine, [&s, run](http::request& r) { return run(s, r); });
    };
    to.add(method::get, "/api/v1/services", {}, [&prices](http::request& r) { return get_services(prices, r); });
    add(method::post, "/api/v1/lots/{id}/services", post_promotion);
    add(method::post, "/api/v1/me/services", post_package);
    add(method::get, "/api/v1/me/services/{id}", get_purchase);
    add(method::del, "/api/v1/me/services/{id}", delete_purchase);
    to.add(method::get, "/api/v1/me/services", mine,
           [&s, wallets = std::move(wallets)](http::request& r) { return get_purchases(s, wallets, r); });
}

}  // namespace gavel::services
