#include "modules/payments/http.hpp"

#include "modules/payments/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

namespace gavel::payments {
namespace {

http::awaitable<http::reply> post_payment(service& s, http::request& r) {
    const auto who = r.require_account();
    http::form f(r.json_object());
    const auto text = f.required_text("subject", 3, 40);
    auto of = parse_subject(text);
    if (!text.empty() && !of) f.reject("subject", "malformed");
    f.finish();
    const auto begun = co_await s.begin(who, std::move(*of), r.lang, r.until);
    if (!begun) co_return http::problem_json(begun.error(), r.lang);
    co_return view_of(*begun);
}

http::awaitable<http::reply> get_payment(service& s, http::request& r) {
    const auto who = r.require_account();
    const auto found = co_await s.find(who, r.path_id<payment_id>("id"), r.until);
    if (!found) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::json(view(found->of, found->checkout_url));
}

// Ukrainian is at the root, the others below their code.
std::string pages_of(const http::request& r) {
    const auto lang = parse_language(r.query("lang").value_or(std::string_view())).value_or(default_language);
    return lang == default_language ? "" : "/" + std::string(to_string(lang));
}

// The provider's page comes back by a POST from another site, without our cookie (SameSite=Lax). It leads on by a GET, with which the
// browser sends it; nothing of what was posted is read.
http::awaitable<http::reply> come_back(service& s, http::request& r) {
    const auto id = r.path_id<payment_id>("id");
    co_await s.came_back(id, r.until);
    http::reply onward(303);
    onward.with("Location", pages_of(r) + "/payments/" + id.text());
    onward.with("Cache-Control", "no-store");
    co_return onward;
}

http::awaitable<http::reply> post_callback(callbacks& c, http::request& r) {
    const auto taken = co_await c.take(std::move(r.body), r.client_address, r.until);
    if (!taken) co_return http::problem_json(taken.error(), r.lang);
    boost::json::object nothing;
    co_return http::json(nothing);
}

}  // namespace

http::reply view_of(const started& s) {
    boost::json::object o;
    o["id"] = s.id.text();
    o["state"] = to_string(s.state);
    o["checkout_url"] = s.checkout_url;
    return http::created(o, "/api/v1/payments/" + s.id.text());
}

void add_routes(http::router& to, service& s, callbacks& c) {
    http::route_options own;
    own.who = http::access::signed_in;
    own.body_max = 4 * 1024;
    to.add(http::method::get, "/api/v1/payments/{id}", own, [&s](http::request& r) { return get_payment(s, r); });
    own.within = opening_time;
    to.add(http::method::post, "/api/v1/payments", own, [&s](http::request& r) { return post_payment(s, r); });
    http::route_options outside;
    outside.from_other_sites = true;
    outside.body_max = callback_bytes_max;
    to.add(http::method::get, "/api/v1/payments/{id}/return", outside, [&s](http::request& r) { return come_back(s, r); });
    to.add(http::method::post, "/api/v1/payments/{id}/return", outside, [&s](http::request& r) { return come_back(s, r); });
    to.add(http::method::post, "/api/v1/payments/fondy/callback", outside, [&c](http::request& r) { return post_callback(c, r); });
}

}  // namespace gavel::payments
