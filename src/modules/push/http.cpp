#include "modules/push/http.hpp"

#include "base/random.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace gavel::push {
namespace {

struct subscription_form {
    webpush::endpoint at;
    webpush::recipient keys;
};

subscription_form read_subscription(const http::request& r, webpush::reach allowed) {
    http::form f(r.json_object());
    const auto address = f.required_text("endpoint", 10, webpush::endpoint_bytes_max);
    const auto point = f.required_text("p256dh", 1, 100), secret = f.required_text("auth", 1, 40);
    const auto at = webpush::endpoint::read(address, allowed);
    if (!address.empty() && !at) f.reject("endpoint", "not_allowed");
    const auto keys =
        webpush::recipient::read(unbase64url(point).value_or(webpush::bytes()), unbase64url(secret).value_or(webpush::bytes()));
    if (!f.faulty() && !keys) f.reject("p256dh", "malformed");
    f.finish();
    return {*at, *keys};
}

http::awaitable<http::reply> get_device(service& s, http::request& r) {
    r.require_account();
    const auto found = co_await s.find(r.who->session, r.until);
    boost::json::object o;
    o["public_key"] = found.public_key;
    o["active"] = found.active;
    co_return http::json(o);
}

http::awaitable<http::reply> put_device(service& s, http::request& r) {
    r.require_account();
    auto wanted = read_subscription(r, s.reach());
    const bool there = co_await s.subscribe(*r.who, std::move(wanted.at), std::move(wanted.keys), r.until);
    if (!there) throw http::refusal(error(http::sign_in_required));
    co_return http::no_content();
}

http::awaitable<http::reply> delete_device(service& s, http::request& r) {
    r.require_account();
    co_await s.unsubscribe(r.who->session, r.until);
    co_return http::no_content();
}

}  // namespace

void add_routes(http::router& to, service& s) {
    http::route_options options;
    options.who = http::access::signed_in;
    options.body_max = 4 * 1024;
    to.add(http::method::get, "/api/v1/me/push", options, [&s](http::request& r) { return get_device(s, r); });
    to.add(http::method::put, "/api/v1/me/push", options, [&s](http::request& r) { return put_device(s, r); });
    to.add(http::method::del, "/api/v1/me/push", options, [&s](http::request& r) { return delete_device(s, r); });
}

}  // namespace gavel::push
