#include "sim/google/control.hpp"

#include "platform/google/tests/rfc7515_key.hpp"
#include "platform/http/form.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace gavel::sim::google {
namespace {

using http::awaitable;

constexpr std::int64_t bytes_max = 1'000'000'000'000;

http::reply done() {
    boost::json::object nothing;
    return http::json(nothing);
}

awaitable<http::reply> get_files(state& g, http::request&) {
    boost::json::array items;
    for (const auto& each : g.files) {
        boost::json::object o, properties;
        for (const auto& [key, value] : each.properties) properties[key] = value;
        o["id"] = each.id;
        o["name"] = each.name;
        o["parent"] = each.parent;
        o["bytes"] = each.bytes;
        o["sha256"] = each.sha256;
        o["trashed"] = each.trashed;
        o["properties"] = std::move(properties);
        items.push_back(std::move(o));
    }
    boost::json::object body, calls;
    for (const auto& [name, count] : g.calls) calls[name] = count;
    body["items"] = std::move(items);
    body["calls"] = std::move(calls);
    body["sessions"] = static_cast<std::int64_t>(g.sessions.size());
    co_return http::json(body);
}

awaitable<http::reply> post_fault(state& g, http::request& r) {
    constexpr std::array<std::string_view, 13> calls{"token",    "start",  "chunk",  "position", "small", "read",  "list",
                                                     "download", "change", "delete", "ids",      "about", "create"};
    constexpr std::array<std::string_view, 12> kinds{"cut_before", "cut_mid", "cut_after", "error",       "unauthorized", "slow",
                                                     "partial",    "moved",   "gone",      "wrong_bytes", "abusive"};
    http::form f(r.json_object());
    fault x;
    x.call = f.required_choice("call", calls);
    x.what = f.required_choice("what", kinds);
    x.skip = f.integer("skip", 0, 1'000'000).value_or(0);
    x.times = f.integer("times", 1, 1'000'000).value_or(1);
    x.ms = f.integer("ms", 0, 600'000).value_or(0);
    x.bytes = f.integer("bytes", 0, bytes_max).value_or(0);
    x.code = static_cast<int>(f.integer("code", 400, 599).value_or(x.what == "gone" ? 404 : 500));
    x.reason = f.text("reason", 1, 60).value_or("");
    x.retry_after = f.integer("retry_after_s", 0, 3600);
    f.finish();
    g.faults.push_back(std::move(x));
    co_return done();
}

awaitable<http::reply> put_limits(state& g, http::request& r) {
    http::form f(r.json_object());
    limits l;
    if (const auto bytes = f.integer("storage_bytes", 0, bytes_max)) l.storage_bytes = static_cast<std::uint64_t>(*bytes);
    if (const auto bytes = f.integer("day_bytes", 0, bytes_max)) l.day_bytes = static_cast<std::uint64_t>(*bytes);
    l.page_size = f.integer("page_size", 1, 1000).value_or(1000);
    l.empty_pages = f.flag("empty_pages").value_or(false);
    l.keep_content = f.flag("keep_content").value_or(true);
    l.drive_manager = f.flag("drive_manager").value_or(true);
    l.checksum_delay = f.integer("checksum_delay", 0, 100).value_or(0);
    f.finish();
    g.limit = l;
    co_return done();
}

awaitable<http::reply> post_tokens(state& g, http::request& r) {
    http::form f(r.json_object());
    if (f.flag("expire").value_or(false)) g.tokens.clear();
    if (f.flag("revoke").value_or(false)) {
        g.tokens.clear();
        g.refresh_tokens.clear();
    }
    f.finish();
    co_return done();
}

awaitable<http::reply> post_clock(state& g, http::request& r) {
    http::form f(r.json_object());
    const auto seconds = f.integer("advance_s", 0, 400 * 86'400).value_or(0);
    f.finish();
    g.ahead += std::chrono::seconds(seconds);
    g.received_today = 0;
    co_return done();
}

awaitable<http::reply> post_reset(state& g, http::request&) {
    g.reset();
    co_return done();
}

// What a test needs to sign in: a person's token, and the key file of the service account.
awaitable<http::reply> get_credentials(state&, http::request& r) {
    boost::json::object o, robot;
    robot["type"] = "service_account";
    robot["client_email"] = robot_email;
    robot["private_key_id"] = robot_key_id;
    robot["private_key"] = gavel::google::rfc7515_private_key();
    robot["token_uri"] = fmt::format("http://{}/token", r.header("host").value_or("127.0.0.1"));
    o["client_id"] = client_id;
    o["client_secret"] = client_secret;
    o["refresh_token"] = first_refresh_token;
    o["shared_drive"] = shared_drive;
    o["delegate"] = delegate;
    o["service_account"] = std::move(robot);
    co_return http::json(o);
}

}  // namespace

void add_control_routes(http::router& to, state& g) {
    http::route_options open;
    open.from_other_sites = true;
    const auto add = [&](http::method m, std::string path, awaitable<http::reply> (*run)(state&, http::request&)) {
        to.add(m, "/control/" + path, open, [&g, run](http::request& r) { return run(g, r); });
    };
    add(http::method::get, "files", get_files);
    add(http::method::get, "credentials", get_credentials);
    add(http::method::post, "faults", post_fault);
    add(http::method::put, "limits", put_limits);
    add(http::method::post, "tokens", post_tokens);
    add(http::method::post, "clock", post_clock);
    add(http::method::post, "reset", post_reset);
}

}  // namespace gavel::sim::google
