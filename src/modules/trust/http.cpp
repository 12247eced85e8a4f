#include "modules/trust/http.hpp"

#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace gavel::trust {
namespace {

constexpr std::size_t note_max = 500;  // code points

boost::json::value view(const std::optional<person>& p) {
    if (!p) return nullptr;
    return boost::json::object{{"id", p->id.text()}, {"display_name", p->display_name}};
}

boost::json::object view(const listed_signal& s) {
    boost::json::object o;
    o["id"] = s.id.text();
    o["kind"] = s.kind;
    o["state"] = s.state;
    o["score"] = s.score;
    o["subject"] = view(s.subject);
    o["other"] = view(s.other);
    o["lot"] = nullptr;
    if (s.lot) o["lot"] = boost::json::object{{"id", s.lot->text()}, {"title", s.lot_title}};
    o["evidence"] = s.evidence;
    o["first_seen_at"] = format_instant(s.first_seen_at);
    o["last_seen_at"] = format_instant(s.last_seen_at);
    o["verdict"] = nullptr;
    if (s.latest)
        o["verdict"] = boost::json::object{{"verdict", to_string(s.latest->verdict)},
                                           {"moderator", view(s.latest->moderator)},
                                           {"note", s.latest->note},
                                           {"at", format_instant(s.latest->at)}};
    return o;
}

[[noreturn]] void reject_query(std::string_view name) { throw http::refusal(error(http::invalid_input, {{"field", name}})); }

std::optional<std::string> one_of(const http::request& r, std::string_view name, std::span<const std::string_view> allowed) {
    const auto given = r.query(name);
    if (!given) return std::nullopt;
    if (std::ranges::find(allowed, *given) == allowed.end()) reject_query(name);
    return std::string(*given);
}

template <class Id>
std::optional<Id> id_in(const http::request& r, std::string_view name) {
    const auto given = r.query(name);
    if (!given) return std::nullopt;
    const auto parsed = Id::parse(*given);
    if (!parsed) reject_query(name);
    return parsed;
}

// "<score>-<id>" of the last signal of the page before.
std::optional<signal_place> cursor_of(const http::request& r) {
    const auto given = r.query("cursor");
    if (!given) return std::nullopt;
    const auto dash = given->find('-');
    if (dash == std::string_view::npos) reject_query("cursor");
    const auto score = id<struct score_tag>::parse(given->substr(0, dash));
    const auto last = signal_id::parse(given->substr(dash + 1));
    if (!score || score->value > 100 || !last) reject_query("cursor");
    return signal_place{score->value, *last};
}

http::awaitable<http::reply> get_signals(service& s, http::request& r) {
    signal_filter wanted;
    if (const auto state = one_of(r, "state", signal_state_names)) wanted.state = *state;
    wanted.kind = one_of(r, "kind", kind_names);
    wanted.account = id_in<account_id>(r, "account");
    wanted.lot = id_in<lot_id>(r, "lot");
    const auto before = cursor_of(r);
    const auto limit = r.query_integer("limit", 1, 100, 24);
    const auto found = co_await s.list(std::move(wanted), before, limit, r.until);
    boost::json::array items;
    for (const auto& each : found.items) items.push_back(view(each));
    boost::json::object body{{"items", std::move(items)}, {"next_cursor", nullptr}};
    if (found.next) body["next_cursor"] = std::to_string(found.next->score) + "-" + found.next->id.text();
    co_return http::json(body);
}

http::awaitable<http::reply> post_verdict(service& s, http::request& r) {
    const auto moderator = r.require_moderator();
    const auto signal = r.path_id<signal_id>("id");
    http::form f(r.json_object());
    const auto chosen = f.choice("verdict", verdict_names);
    if (!chosen && !f.faulty()) f.reject("verdict", "required");
    auto note = f.required_text("note", 1, note_max, true);
    f.finish();
    const auto v = static_cast<verdict>(std::ranges::find(verdict_names, *chosen) - verdict_names.begin());
    ruling wanted(signal, v, moderator, std::move(note), r.idempotency_key());
    const auto decided = co_await s.decide(std::move(wanted), r.until);
    if (!decided) co_return http::problem_json(decided.error(), r.lang);
    co_return http::json(view(*decided));
}

}  // namespace

void add_routes(http::router& to, service& s) {
    http::route_options options;
    options.who = http::access::moderator;
    options.body_max = 8 * 1024;
    to.add(http::method::get, "/api/v1/moderation/signals", options, [&s](http::request& r) { return get_signals(s, r); });
    to.add(http::method::post, "/api/v1/moderation/signals/{id}/verdict", options, [&s](http::request& r) { return post_verdict(s, r); });
}

}  // namespace gavel::trust
