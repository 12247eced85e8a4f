#include "base/json_or_null.hpp"
#include "modules/newsletters/http.hpp"
#include "modules/newsletters/http_fields.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>

namespace gavel::newsletters {
namespace {

using http::method;

boost::json::object view(const segment& s) {
    boost::json::object o;
    o["languages"] = words_array(s.languages);
    o["category_ids"] = words_array(s.category_ids);
    o["activity"] = s.activity;
    o["activity_days"] = s.activity_days;
    return o;
}

boost::json::object view(const campaign_counts& c) {
    return {{"waiting", c.waiting},       {"sent", c.sent}, {"refused", c.refused},     {"given_up", c.given_up},
            {"suppressed", c.suppressed}, {"left", c.left}, {"cancelled", c.cancelled}, {"unsubscribed", c.unsubscribed},
            {"bounced", c.bounced}};
}

boost::json::object view(const campaign& c) {
    boost::json::array texts;
    for (const auto& each : c.texts) texts.push_back({{"language", to_string(each.lang)}, {"subject", each.subject}, {"body", each.body}});
    boost::json::object o;
    o["id"] = c.id.text();
    o["state"] = to_string(c.state);
    o["texts"] = std::move(texts);
    o["segment"] = view(c.to);
    o["created_at"] = format_instant(c.created_at);
    o["updated_at"] = format_instant(c.updated_at);
    o["scheduled_at"] = or_null(c.scheduled_at);
    o["started_at"] = or_null(c.started_at);
    o["finished_at"] = or_null(c.finished_at);
    o["recipients"] = c.recipients;
    o["counts"] = view(c.counts);
    return o;
}

http::reply answer(const http::request& r, const result<campaign>& c) {
    if (!c) return http::problem_json(c.error(), r.lang);
    return http::json(view(*c));
}

segment read_segment(boost::json::object body) {
    http::form f(std::move(body));
    segment s;
    if (auto languages = read_words(f, "languages", language_codes.size())) s.languages = std::move(*languages);
    for (const auto& each : s.languages)
        if (!parse_language(each)) f.reject("languages", "not_allowed");
    if (auto ids = read_words(f, "category_ids", categories_max)) s.category_ids = std::move(*ids);
    if (auto activity = f.choice("activity", activity_names)) s.activity = std::move(*activity);
    if (const auto days = f.integer("activity_days", 1, activity_days_max)) s.activity_days = *days;
    f.finish();
    return s;
}

campaign_text read_written(boost::json::object body) {
    http::form f(std::move(body));
    campaign_text t;
    t.lang = parse_language(f.required_choice("language", language_codes)).value_or(default_language);
    t.subject = f.text("subject", 0, subject_max).value_or(std::string());
    t.body = f.text("body", 0, body_max, true).value_or(std::string());
    f.finish();
    return t;
}

campaign_changes read_changes(const http::request& r) {
    auto given = r.json_object();
    campaign_changes wanted;
    if (const auto* to = given.if_contains("segment"); to && to->is_object()) {
        wanted.to = read_segment(to->get_object());
        given.erase("segment");
    }
    http::form f(std::move(given));
    const auto texts = f.list("texts", language_codes.size());
    for (const auto& each : texts.value_or(boost::json::array())) {
        if (!each.is_object()) f.reject("texts", "malformed");
        else wanted.texts.push_back(read_written(each.get_object()));
    }
    f.finish();
    return wanted;
}

http::awaitable<http::reply> get_all(campaigns& c, http::request& r) {
    std::optional<campaign_id> before;
    if (const auto cursor = r.query("cursor")) {
        before = campaign_id::parse(*cursor);
        if (!before) http::refuse_field("cursor", "malformed");
    }
    const auto limit = r.query_integer("limit", 1, 50, 20);
    const auto page = co_await c.list(before, limit, r.until);
    boost::json::array items;
    for (const auto& each : page.items) items.push_back(view(each));
    boost::json::object body{{"items", std::move(items)}, {"next_cursor", nullptr}};
    if (page.next) body["next_cursor"] = page.next->text();
    co_return http::json(body);
}

http::awaitable<http::reply> post_new(campaigns& c, http::request& r) {
    http::form f(r.json_object());
    f.finish();
    const auto made = co_await c.create(r.require_host(), r.until);
    co_return http::created(view(made), "/api/v1/newsletters/" + made.id.text());
}

http::awaitable<http::reply> get_one(campaigns& c, http::request& r) {
    const auto found = co_await c.find(r.path_id<campaign_id>("id"), r.until);
    co_return answer(r, found);
}

http::awaitable<http::reply> patch_one(campaigns& c, http::request& r) {
    auto wanted = read_changes(r);
    const auto changed = co_await c.change(r.path_id<campaign_id>("id"), std::move(wanted), r.until);
    co_return answer(r, changed);
}

http::awaitable<http::reply> post_audience(campaigns& c, http::request& r) {
    auto to = read_segment(r.json_object());
    const auto found = co_await c.count(std::move(to), r.until);
    boost::json::object body;
    body["people"] = found.people;
    body["per_day"] = nullptr;
    if (found.per_day > 0) body["per_day"] = found.per_day;
    body["takes_s"] = static_cast<std::int64_t>(found.takes.count());
    body["can_send"] = found.can_send;
    co_return http::json(body);
}

http::awaitable<http::reply> post_preview(campaigns& c, http::request& r) {
    const auto text = read_written(r.json_object());
    const auto letter = c.preview(text);
    boost::json::object body;
    body["subject"] = letter.subject;
    body["html"] = letter.html;
    body["text"] = letter.text;
    co_return http::json(body);
}

http::awaitable<http::reply> post_test(campaigns& c, http::request& r) {
    http::form f(r.json_object());
    const auto lang = parse_language(f.required_choice("language", language_codes)).value_or(default_language);
    f.finish();
    const auto done = co_await c.send_test(r.path_id<campaign_id>("id"), lang, r.require_host(), r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return http::no_content();
}

http::awaitable<http::reply> post_command(campaigns& c, command what, http::request& r) {
    http::form f(r.json_object());
    std::optional<instant> at;
    if (what == command::schedule) at = f.moment("at");
    f.finish();
    const auto changed = co_await c.obey(r.path_id<campaign_id>("id"), what, at, r.until);
    co_return answer(r, changed);
}

}  // namespace

void add_campaign_routes(http::router& to, campaigns& c) {
    http::route_options options;
    options.who = http::access::host;
    options.body_max = 320 * 1024;  // three texts of 20,000 characters, as JSON may write them
    const auto add = [&](method m, std::string pattern, http::awaitable<http::reply> (*run)(campaigns&, http::request&)) {
        to.add(m, std::move(pattern), options, [&c, run](http::request& r) { return run(c, r); });
    };
    add(method::get, "/api/v1/newsletters", get_all);
    add(method::post, "/api/v1/newsletters", post_new);
    add(method::post, "/api/v1/newsletters/audience", post_audience);
    add(method::post, "/api/v1/newsletters/preview", post_preview);
    add(method::get, "/api/v1/newsletters/{id}", get_one);
    add(method::patch, "/api/v1/newsletters/{id}", patch_one);
    add(method::post, "/api/v1/newsletters/{id}/test", post_test);
    for (std::size_t i = 0; i < command_names.size(); ++i)
        to.add(method::post, "/api/v1/newsletters/{id}/" + std::string(command_names[i]), options,
               [&c, what = static_cast<command>(i)](http::request& r) { return post_command(c, what, r); });
}

}  // namespace gavel::newsletters
