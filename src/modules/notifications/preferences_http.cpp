#include "modules/notifications/preferences_http.hpp"

#include "modules/notifications/errors.hpp"
#include "modules/notifications/unsubscribe_page.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::notifications {
namespace {

constexpr std::size_t token_characters_max = 120;

boost::json::object view(const preferences& p) {
    boost::json::array events;
    for (std::size_t i = 0; i < news::kind_names.size(); ++i) {
        const auto kind = static_cast<news::kind>(i);
        boost::json::object one;
        one["kind"] = to_string(kind);
        for (const auto by : {channel::in_app, channel::mail, channel::push})
            one[to_string(by)] = p.wants(kind, by) || is_required(kind, by);
        one["mail_required"] = is_required(kind, channel::mail);
        events.push_back(std::move(one));
    }
    boost::json::object o;
    o["events"] = std::move(events);
    o["quiet_from"] = nullptr;
    o["quiet_to"] = nullptr;
    if (p.quiet) {
        o["quiet_from"] = minute_text(p.quiet->from);
        o["quiet_to"] = minute_text(p.quiet->to);
    }
    o["time_zone"] = p.time_zone;
    o["digest"] = to_string(p.digest);
    return o;
}

http::reply answer(const http::request& r, const result<preferences>& p) {
    if (!p) return http::problem_json(p.error(), r.lang);
    return http::json(view(*p));
}

void read_choices(http::form& f, preference_changes& wanted) {
    const auto events = f.list("events", news::kind_names.size());
    if (!events) return;
    for (const auto& each : *events) {
        const auto* one = each.if_object();
        const auto* name = one ? one->if_contains("kind") : nullptr;
        const auto kind = name && name->is_string() ? kind_named(std::string_view(name->get_string())) : std::nullopt;
        if (!kind) {
            f.reject("events", "malformed");
            return;
        }
        for (const auto& [member, value] : *one) {
            const bool is_channel =
                std::string_view(member) == "in_app" || std::string_view(member) == "mail" || std::string_view(member) == "push";
            const bool known = member == "kind" || member == "mail_required" || (is_channel && value.is_bool());
            if (!known) f.reject("events", "malformed");
            if (!known || !is_channel) continue;
            const auto by = member == "in_app" ? channel::in_app : member == "mail" ? channel::mail : channel::push;
            wanted.choices.push_back({*kind, by, value.get_bool()});
        }
    }
}

// Both as "22:00", or both null to end them.
void read_quiet(http::form& f, preference_changes& wanted) {
    const auto from_text = f.text("quiet_from", 5, 5), to_text = f.text("quiet_to", 5, 5);
    wanted.has_quiet = f.has("quiet_from") || f.has("quiet_to");
    if (!from_text && !to_text) return;
    const auto from = parse_minute(from_text.value_or("")), to = parse_minute(to_text.value_or(""));
    if (!from) f.reject("quiet_from", "malformed");
    if (!to) f.reject("quiet_to", "malformed");
    if (from && to && *from == *to) f.reject("quiet_to", "not_allowed");
    if (from && to) wanted.quiet = quiet_hours{*from, *to};
}

preference_changes read_changes(const http::request& r) {
    http::form f(r.json_object());
    preference_changes wanted;
    read_choices(f, wanted);
    read_quiet(f, wanted);
    wanted.time_zone = f.text("time_zone", 1, 60);
    if (const auto chosen = f.choice("digest", digest_names)) wanted.digest = *chosen == "daily" ? digest::daily : digest::off;
    f.finish();
    return wanted;
}

std::string token_of(const http::request& r) {
    const auto token = r.param("token");
    if (token.size() > token_characters_max) throw http::refusal(error(letter_link_invalid));
    return std::string(token);
}

http::awaitable<http::reply> get_mine(preferences_service& s, http::request& r) {
    result<preferences> found = co_await s.find(r.require_account(), r.until);
    co_return answer(r, found);
}

http::awaitable<http::reply> patch_mine(preferences_service& s, http::request& r) {
    const auto account = r.require_account();
    auto wanted = read_changes(r);
    const auto changed = co_await s.change(account, std::move(wanted), r.until);
    co_return answer(r, changed);
}

http::awaitable<http::reply> get_by_link(preferences_service& s, http::request& r) {
    const auto link = co_await s.open(token_of(r), r.until);
    if (!link) co_return http::problem_json(link.error(), r.lang);
    result<preferences> found = co_await s.find(link->token.account, r.until);
    co_return answer(r, found);
}

http::awaitable<http::reply> patch_by_link(preferences_service& s, http::request& r) {
    auto wanted = read_changes(r);
    const auto link = co_await s.open(token_of(r), r.until);
    if (!link) co_return http::problem_json(link.error(), r.lang);
    const auto changed = co_await s.change(link->token.account, std::move(wanted), r.until);
    co_return answer(r, changed);
}

// Scanners of mail programs open every link: looking changes nothing.
http::awaitable<http::reply> get_unsubscribe(preferences_service& s, http::request& r) {
    const auto link = co_await s.open(token_of(r), r.until);
    if (!link) co_return unsubscribe_page(unsubscribe_step::unknown, r.lang);
    co_return unsubscribe_page(unsubscribe_step::ask, link->lang);
}

// RFC 8058, and the button of the page: whatever the body is.
http::awaitable<http::reply> post_unsubscribe(preferences_service& s, http::request& r) {
    const auto link = co_await s.unsubscribe(token_of(r), r.until);
    if (!link) co_return unsubscribe_page(unsubscribe_step::unknown, r.lang);
    co_return unsubscribe_page(unsubscribe_step::done, link->lang);
}

}  // namespace

void add_preference_routes(http::router& to, preferences_service& s) {
    using http::access;
    using http::method;
    const auto add = [&](method m, std::string pattern, access who,
                         http::awaitable<http::reply> (*run)(preferences_service&, http::request&)) {
        http::route_options options;
        options.who = who;
        options.body_max = 8 * 1024;
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::get, "/api/v1/me/preferences", access::signed_in, get_mine);
    add(method::patch, "/api/v1/me/preferences", access::signed_in, patch_mine);
    add(method::get, "/api/v1/letters/preferences/{token}", access::open, get_by_link);
    add(method::patch, "/api/v1/letters/preferences/{token}", access::open, patch_by_link);
    add(method::get, "/api/v1/letters/unsubscribe/{token}", access::open, get_unsubscribe);
    http::route_options one_click;
    one_click.body_max = 8 * 1024;
    one_click.from_other_sites = true;  // RFC 8058: no cookies, no check of the origin
    to.add(method::post, "/api/v1/letters/unsubscribe/{token}", one_click, [&s](http::request& r) { return post_unsubscribe(s, r); });
}

}  // namespace gavel::notifications
