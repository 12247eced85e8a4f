#include "modules/accounts/http_passwords.hpp"

#include "modules/accounts/http_fields.hpp"
#include "platform/http/form.hpp"

#include <boost/json/object.hpp>

namespace gavel::accounts {
namespace {

http::reply nothing_or(const http::request& r, const result<void>& done) {
    if (!done) return http::problem_json(done.error(), r.lang);
    return http::no_content();
}

http::awaitable<http::reply> post_reset(service& s, http::request& r) {
    http::form f(r.json_object());
    auto email = read_email(f);
    f.finish();
    boost::json::object body;
    body["email"] = email;
    const auto done = co_await s.forget_password(std::move(email), r.lang, r.client_address, r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return http::json(body, 202);
}

http::awaitable<http::reply> post_redemption(service& s, http::request& r) {
    http::form f(r.json_object());
    auto token = f.required_text("token", 20, 100);
    auto password = f.required_secret("password", password_characters_min, password_characters_max);
    f.finish();
    const auto done = co_await s.reset_password(std::move(token), std::move(password), r.client_address, r.until);
    co_return nothing_or(r, done);
}

http::awaitable<http::reply> put_password(service& s, http::request& r) {
    const auto account = r.require_account();
    const auto here = r.who->session;
    http::form f(r.json_object());
    auto current = f.required_secret("current", 1, password_characters_max);
    auto wanted = f.required_secret("password", password_characters_min, password_characters_max);
    f.finish();
    const auto done = co_await s.change_password(account, here, std::move(current), std::move(wanted), r.until);
    co_return nothing_or(r, done);
}

}  // namespace

void add_password_routes(http::router& to, service& s) {
    using http::access;
    using http::method;
    const auto add = [&](method m, std::string pattern, access who, http::awaitable<http::reply> (*run)(service&, http::request&)) {
        http::route_options options;
        options.who = who;
        options.body_max = 4 * 1024;
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::post, "/api/v1/password-resets", access::open, post_reset);
    add(method::post, "/api/v1/password-resets/redemptions", access::open, post_redemption);
    add(method::put, "/api/v1/me/password", access::signed_in, put_password);
}

}  // namespace gavel::accounts
