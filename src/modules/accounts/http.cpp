#include "modules/accounts/http.hpp"

#include "base/language_codes.hpp"
#include "modules/accounts/http_fields.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace gavel::accounts {
namespace {

// The prefix makes the browser refuse the cookie from anything but this very host over TLS; without TLS it would refuse ours too.
std::string_view cookie_name(const http::request& r) { return r.secure ? "__Host-session" : "session"; }

// The browser keeps it as long as browsers keep anything; when a session ends is the server's decision.
constexpr std::string_view kept = "34560000";

// Stays when somebody signs out: the browser is the same when they come back.
std::string_view device_cookie_name(const http::request& r) { return r.secure ? "__Host-device" : "device"; }

std::string cookie(const http::request& r, std::string_view name, std::string_view value, std::string_view max_age_s) {
    std::string text(name);
    text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=").append(max_age_s);
    if (r.secure) text += "; Secure";
    return text;
}

boost::json::object view(const account& a) {
    boost::json::object o;
    o["id"] = a.id.text();
    o["email"] = a.email;
    o["display_name"] = a.display_name;
    o["language"] = to_string(a.lang);
    o["role"] = to_string(a.role);
    o["suspension"] = nullptr;
    if (a.suspension)
        o["suspension"] = boost::json::object{{"since", format_instant(a.suspension->since)}, {"reason", a.suspension->reason}};
    o["created_at"] = format_instant(a.created_at);
    return o;
}

boost::json::object view(const session& s, bool current) {
    boost::json::object o;
    o["id"] = s.id.text();
    o["device"] = s.device;
    o["created_at"] = format_instant(s.created_at);
    o["last_seen_at"] = format_instant(s.last_seen_at);
    o["current"] = current;
    return o;
}

visit visit_of(const http::request& r) {
    return visit(r.client_address, r.header("user-agent").value_or(std::string_view()),
                 r.header("accept-language").value_or(std::string_view()), r.cookie(device_cookie_name(r)).value_or(std::string_view()));
}

http::reply with_session(const http::request& r, const result<signed_in>& opened) {
    if (!opened) return http::problem_json(opened.error(), r.lang);
    auto answer = http::created(view(opened->account));
    answer.with("Set-Cookie", cookie(r, device_cookie_name(r), opened->device, kept));
    answer.with("Set-Cookie", cookie(r, cookie_name(r), opened->token, kept));
    return answer;
}

http::awaitable<http::reply> post_account(service& s, http::request& r) {
    http::form f(r.json_object());
    auto email = read_email(f);
    auto password = f.required_secret("password", password_characters_min, password_characters_max);
    auto display_name = f.required_text("display_name", 2, 40);
    const auto wanted = f.choice("language", language_codes);
    f.finish();
    const auto lang = wanted ? parse_language(*wanted).value_or(r.lang) : r.lang;
    boost::json::object body;
    body["email"] = email;
    const auto done = co_await s.enrol(std::move(email), std::move(password), std::move(display_name), lang, r.client_address, r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return http::json(body, 202);
}

http::awaitable<http::reply> post_confirmation(service& s, http::request& r) {
    http::form f(r.json_object());
    auto token = f.required_text("token", 20, 100);
    f.finish();
    const auto opened = co_await s.confirm(std::move(token), visit_of(r), r.until);
    co_return with_session(r, opened);
}

http::awaitable<http::reply> post_session(service& s, http::request& r) {
    http::form f(r.json_object());
    auto email = read_email(f);
    auto password = f.required_secret("password", 1, password_characters_max);
    f.finish();
    const auto opened = co_await s.sign_in(std::move(email), std::move(password), visit_of(r), r.until);
    co_return with_session(r, opened);
}

http::awaitable<http::reply> get_sessions(service& s, http::request& r) {
    const auto all = co_await s.sessions_of(r.require_account(), r.until);
    boost::json::array items;
    for (const auto& each : all) items.push_back(view(each, each.id == r.who->session));
    boost::json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

// Also fine without a session: whoever wants to be signed out is.
http::awaitable<http::reply> delete_this_session(service& s, http::request& r) {
    if (r.who) co_await s.end_session(r.who->account, r.who->session, r.until);
    auto answer = http::no_content();
    answer.with("Set-Cookie", cookie(r, cookie_name(r), "", "0"));
    co_return answer;
}

http::awaitable<http::reply> delete_session(service& s, http::request& r) {
    const auto account = r.require_account();
    const auto id = r.path_id<session_id>("id");
    const bool ended = co_await s.end_session(account, id, r.until);
    if (!ended) co_return http::problem_json(error(http::not_found), r.lang);
    auto answer = http::no_content();
    if (id == r.who->session) answer.with("Set-Cookie", cookie(r, cookie_name(r), "", "0"));
    co_return answer;
}

http::reply account_reply(const http::request& r, const std::optional<account>& found) {
    if (!found) return http::problem_json(error(http::sign_in_required), r.lang);
    return http::json(view(*found));
}

http::awaitable<http::reply> get_me(service& s, http::request& r) {
    const auto found = co_await s.find(r.require_account(), r.until);
    co_return account_reply(r, found);
}

http::awaitable<http::reply> patch_me(service& s, http::request& r) {
    const auto account = r.require_account();
    http::form f(r.json_object());
    auto display_name = f.text("display_name", 2, 40);
    auto wanted = f.choice("language", language_codes);
    if (f.is_null("display_name")) f.reject("display_name", "required");
    if (f.is_null("language")) f.reject("language", "required");
    f.finish();
    const auto changed = co_await s.change(account, std::move(display_name), std::move(wanted), r.until);
    co_return account_reply(r, changed);
}

http::awaitable<http::reply> delete_me(service& s, http::request& r) {
    const auto account = r.require_account();
    http::form f(r.json_object());
    auto password = f.required_secret("password", 1, password_characters_max);
    f.finish();
    const auto done = co_await s.close(account, std::move(password), r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    auto answer = http::no_content();
    answer.with("Set-Cookie", cookie(r, device_cookie_name(r), "", "0"));
    answer.with("Set-Cookie", cookie(r, cookie_name(r), "", "0"));
    co_return answer;
}

http::awaitable<std::optional<http::principal>> find_principal(service& s, http::request& r) {
    const auto token = r.cookie(cookie_name(r));
    if (!token) co_return std::nullopt;
    co_return co_await s.authenticate(std::string(*token), visit_of(r), r.until);
}

}  // namespace

void add_routes(http::router& to, service& s) {
    using http::access;
    using http::method;
    const auto add = [&](method m, std::string pattern, access who, http::awaitable<http::reply> (*run)(service&, http::request&)) {
        http::route_options options;
        options.who = who;
        options.body_max = 4 * 1024;
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::post, "/api/v1/accounts", access::open, post_account);
    add(method::post, "/api/v1/accounts/confirmations", access::open, post_confirmation);
    add(method::get, "/api/v1/sessions", access::signed_in, get_sessions);
    add(method::post, "/api/v1/sessions", access::open, post_session);
    add(method::del, "/api/v1/sessions", access::personal, delete_this_session);
    add(method::del, "/api/v1/sessions/{id}", access::signed_in, delete_session);
    add(method::get, "/api/v1/me", access::signed_in, get_me);
    add(method::patch, "/api/v1/me", access::signed_in, patch_me);
    add(method::del, "/api/v1/me", access::signed_in, delete_me);
}

http::authenticator authenticator(service& s) {
    return [&s](http::request& r) { return find_principal(s, r); };
}

}  // namespace gavel::accounts
