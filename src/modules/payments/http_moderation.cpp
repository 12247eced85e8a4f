#include "modules/payments/http.hpp"
#include "modules/payments/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace gavel::payments {
namespace {

constexpr std::size_t words_max = 500;  // of a reason or a note, code points
constexpr std::int64_t page_default = 24, page_max = 100;

template <class Id>
std::optional<Id> place_in(const http::request& r) {
    const auto given = r.query("cursor");
    if (!given) return std::nullopt;
    const auto parsed = Id::parse(*given);
    if (!parsed) http::refuse_field("cursor", "malformed");
    return parsed;
}

std::optional<std::string> choice_in(const http::request& r, std::string_view name, std::span<const std::string_view> allowed) {
    const auto given = r.query(name);
    if (!given) return std::nullopt;
    if (std::ranges::find(allowed, *given) == allowed.end()) http::refuse_field(name, "not_allowed");
    return std::string(*given);
}

template <class T>
http::reply page_of(const std::vector<T>& found, std::int64_t limit, std::string last) {
    boost::json::array items;
    for (const auto& each : found) items.push_back(view(each));
    boost::json::object body;
    body["items"] = std::move(items);
    body["next_cursor"] = nullptr;
    if (std::ssize(found) == limit) body["next_cursor"] = std::move(last);
    return http::json(body);
}

http::awaitable<http::reply> get_payments(moderation& m, http::request& r) {
    constexpr std::array<std::string_view, 2> truths{"true", "false"};
    payment_filter f;
    f.state = choice_in(r, "state", payment_state_names);
    f.problem = choice_in(r, "problem", truths) == "true";
    const auto limit = r.query_integer("limit", 1, page_max, page_default);
    const auto found = co_await m.list(std::move(f), place_in<payment_id>(r), limit, r.until);
    co_return page_of(found, limit, found.empty() ? "" : found.back().of.id.text());
}

http::awaitable<http::reply> get_file(moderation& m, http::request& r) {
    const auto found = co_await m.find(r.path_id<payment_id>("id"), r.until);
    if (!found) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::json(view(*found));
}

http::awaitable<http::reply> post_refund(moderation& m, http::request& r) {
    const auto by = r.require_host();
    const auto id = r.path_id<payment_id>("id");
    http::form f(r.json_object());
    const auto amount = f.required_amount("amount");
    auto reason = f.required_text("reason", 1, words_max, true);
    f.finish();
    const auto begun = co_await m.refund(id, amount, std::move(reason), r.idempotency_key(), by, r.until);
    if (!begun) co_return http::problem_json(begun.error(), r.lang);
    co_return http::created(view(*begun));
}

http::awaitable<http::reply> post_check(moderation& m, http::request& r) {
    const auto file = co_await m.check(r.path_id<payment_id>("id"), r.until);
    if (!file) co_return http::problem_json(file.error(), r.lang);
    co_return http::json(view(*file));
}

http::awaitable<http::reply> get_differences(moderation& m, http::request& r) {
    constexpr std::array<std::string_view, 2> states{"open", "resolved"};
    const bool open = choice_in(r, "state", states) != "resolved";
    const auto limit = r.query_integer("limit", 1, page_max, page_default);
    const auto found = co_await m.differences(open, place_in<difference_id>(r), limit, r.until);
    co_return page_of(found, limit, found.empty() ? "" : found.back().id.text());
}

http::awaitable<http::reply> post_resolve(moderation& m, http::request& r) {
    const auto by = r.require_host();
    const auto id = r.path_id<difference_id>("id");
    http::form f(r.json_object());
    auto note = f.required_text("note", 1, words_max, true);
    f.finish();
    const auto resolved = co_await m.resolve(id, by, std::move(note), r.until);
    if (!resolved) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::json(view(*resolved));
}

}  // namespace

void add_moderation_routes(http::router& to, moderation& m) {
    http::route_options look;
    look.who = http::access::moderator;
    look.body_max = 8 * 1024;
    auto act = look;
    act.who = http::access::host;
    auto ask = look;
    ask.within = opening_time;
    to.add(http::method::get, "/api/v1/moderation/payments", look, [&m](http::request& r) { return get_payments(m, r); });
    to.add(http::method::get, "/api/v1/moderation/payments/{id}", look, [&m](http::request& r) { return get_file(m, r); });
    to.add(http::method::post, "/api/v1/moderation/payments/{id}/refunds", act, [&m](http::request& r) { return post_refund(m, r); });
    to.add(http::method::post, "/api/v1/moderation/payments/{id}/check", ask, [&m](http::request& r) { return post_check(m, r); });
    to.add(http::method::get, "/api/v1/moderation/reconciliation", look, [&m](http::request& r) { return get_differences(m, r); });
    to.add(http::method::post, "/api/v1/moderation/reconciliation/{id}/resolve", act,
           [&m](http::request& r) { return post_resolve(m, r); });
}

}  // namespace gavel::payments
