#include "modules/deposits/http.hpp"

#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/object.hpp>

namespace gavel::deposits {
namespace {

boost::json::object view(const deposit& d) {
    boost::json::object o;
    o["id"] = d.id.text();
    o["lot_id"] = d.lot.text();
    o["amount"] = to_json(d.amount);
    o["state"] = to_string(d.state);
    o["subject"] = d.subject();
    o["expires_at"] = nullptr;
    if (d.state == state::active && d.expires_at) o["expires_at"] = format_instant(*d.expires_at);
    return o;
}

http::reply answer(const http::request& r, const result<service::seen>& found) {
    if (!found) return http::problem_json(found.error(), r.lang);
    boost::json::object body;
    body["required"] = to_json(found->required);
    body["mine"] = nullptr;
    if (found->mine) body["mine"] = view(*found->mine);
    return http::json(body);
}

http::reply answer(const http::request& r, const result<void>& done) {
    if (!done) return http::problem_json(done.error(), r.lang);
    return http::no_content();
}

terms read_terms(const http::request& r) {
    http::form f(r.json_object());
    terms t;
    t.amount = f.amount("amount");
    t.percent = f.integer("percent", 1, 100);
    if (!f.faulty() && !t.amount && !t.percent) f.reject("amount", "required");
    if (!f.faulty() && t.amount && t.percent) f.reject("percent", "not_allowed");
    f.finish();
    return t;
}

http::awaitable<http::reply> get_deposit(service& s, http::request& r) {
    std::optional<account_id> who;
    if (r.who) who = r.who->account;
    const auto found = co_await s.look(r.path_id<lot_id>("id"), who, r.until);
    co_return answer(r, found);
}

http::awaitable<http::reply> post_deposit(service& s, http::request& r) {
    const auto made = co_await s.make(r.path_id<lot_id>("id"), r.require_account(), r.until);
    if (!made) co_return http::problem_json(made.error(), r.lang);
    if (made->is_new) co_return http::created(view(made->mine));
    co_return http::json(view(made->mine));
}

http::awaitable<http::reply> delete_deposit(service& s, http::request& r) {
    const auto done = co_await s.take_back(r.path_id<lot_id>("id"), r.require_account(), r.until);
    co_return answer(r, done);
}

http::awaitable<http::reply> put_terms(service& s, http::request& r) {
    const auto who = r.require_account();
    const auto wanted = read_terms(r);
    const auto found = co_await s.ask(r.path_id<lot_id>("id"), who, r.who->moderates(), wanted, r.until);
    co_return answer(r, found);
}

http::awaitable<http::reply> delete_terms(service& s, http::request& r) {
    const auto who = r.require_account();
    const auto done = co_await s.ask_no_more(r.path_id<lot_id>("id"), who, r.who->moderates(), r.until);
    co_return answer(r, done);
}

}  // namespace

void add_routes(http::router& to, service& s) {
    using http::method;
    http::route_options anybody;
    anybody.who = http::access::personal;
    http::route_options own;
    own.who = http::access::signed_in;
    own.body_max = 4 * 1024;
    to.add(method::get, "/api/v1/lots/{id}/deposit", anybody, [&s](http::request& r) { return get_deposit(s, r); });
    to.add(method::post, "/api/v1/lots/{id}/deposit", own, [&s](http::request& r) { return post_deposit(s, r); });
    to.add(method::del, "/api/v1/lots/{id}/deposit", own, [&s](http::request& r) { return delete_deposit(s, r); });
    to.add(method::put, "/api/v1/lots/{id}/deposit", own, [&s](http::request& r) { return put_terms(s, r); });
    to.add(method::del, "/api/v1/lots/{id}/deposit/requirement", own, [&s](http::request& r) { return delete_terms(s, r); });
}

}  // namespace gavel::deposits
