#include "modules/fees/http.hpp"

#include "modules/fees/view.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <limits>

namespace gavel::fees {
namespace {

namespace json = boost::json;

http::awaitable<http::reply> get_fees(service& s, http::request& r) {
    const auto table = co_await s.table(r.until);
    json::array items;
    for (const auto* each : table->at(server_now())) items.push_back(to_json(*each));
    auto text = json::serialize(json::object{{"items", std::move(items)}});
    const auto etag = http::etag_of(text);
    auto full = http::json_text(std::move(text));
    full.with("Cache-Control", "no-cache");
    co_return http::conditional(r, etag, std::move(full));
}

std::int64_t asked_amount(const http::request& r) {
    if (const auto given = r.query("amount"); !given || given->empty()) http::refuse_field("amount", "required");
    return r.query_integer("amount", 1, amount_max, 1);
}

std::optional<std::string> asked_delivery(const http::request& r) {
    const auto given = r.query("delivery");
    if (!given || given->empty()) return std::nullopt;
    if (std::ranges::find(lots::shipping_names, *given) == lots::shipping_names.end()) {
        json::array names;
        for (const auto each : lots::shipping_names) names.push_back(json::string(each));
        http::refuse_field("delivery", "not_allowed", {{"allowed", std::move(names)}});
    }
    return std::string(*given);
}

http::awaitable<http::reply> get_total(service& s, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    const auto amount = asked_amount(r);
    auto delivery = asked_delivery(r);
    const auto found = co_await s.total(lot, amount, std::move(delivery), r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    auto full = http::json(to_json(*found));
    full.with("Cache-Control", "no-cache");
    co_return full;
}

http::awaitable<http::reply> get_history(service& s, http::request& r) {
    const auto found = co_await s.all(r.until);
    json::array items, kinds;
    for (const auto& each : found.items) items.push_back(to_json(each, found.now));
    for (const auto& each : s.kinds()) kinds.push_back(json::object{{"kind", each}, {"by", is_by_bands(each) ? "bands" : "amount"}});
    co_return http::json(
        json::object{{"items", std::move(items)}, {"kinds", std::move(kinds)}, {"earliest", format_instant(found.now + ahead)}});
}

std::int64_t whole(const json::value& from, std::string_view member, std::int64_t otherwise) {
    const auto* o = from.if_object();
    const auto* found = o ? o->if_contains(member) : nullptr;
    return found && found->is_int64() ? found->get_int64() : otherwise;
}

void read_bands(http::form& f, std::vector<band>& into) {
    const auto given = f.list("bands", bands_max);
    if (!given) {
        if (!f.faulty()) f.reject("bands", "required");
        return;
    }
    constexpr auto none = std::numeric_limits<std::int64_t>::min();
    for (const auto& each : *given) into.push_back({whole(each, "from", none), whole(each, "basis_points", none)});
    for (auto& fault : faults_of(into)) {
        auto more = fault.as_object();
        const std::string field(more.at("field").as_string()), code(more.at("code").as_string());
        f.reject(field, code, std::move(more));
    }
}

fee_order read_order(http::request& r, const std::vector<std::string>& kinds) {
    const std::vector<std::string_view> allowed(kinds.begin(), kinds.end());
    http::form f(r.json_object());
    fee_order o;
    o.what.kind = f.required_choice("kind", allowed);
    if (is_by_bands(o.what.kind)) {
        read_bands(f, o.what.bands);
        if (f.has("amount") && !f.is_null("amount")) f.reject("amount", "not_allowed");
    } else if (!o.what.kind.empty()) {
        const auto amount = f.required_amount("amount", o.what.kind == listing_kind ? 0 : 1);
        if (amount.currency != currency() && !f.faulty()) f.reject("amount.currency", "not_allowed", {{"allowed", json::array{"UAH"}}});
        o.what.amount = amount.amount;
        if (f.has("bands") && !f.is_null("bands")) f.reject("bands", "not_allowed");
    }
    o.from = f.moment("valid_from");
    o.until = f.moment("valid_until");
    o.note = f.text("note", 1, note_max, true);
    f.finish();
    o.by = r.require_moderator();
    return o;
}

http::awaitable<http::reply> post_fee(service& s, http::request& r) {
    auto order = read_order(r, s.kinds());
    const auto set = co_await s.set(std::move(order), r.until);
    if (!set) co_return http::problem_json(set.error(), r.lang);
    co_return http::created(to_json(*set, set->set_at));
}

http::awaitable<http::reply> delete_fee(service& s, http::request& r) {
    const auto gone = co_await s.take_back(r.path_id<fee_id>("id"), r.until);
    if (!gone) co_return http::problem_json(gone.error(), r.lang);
    co_return http::no_content();
}

}  // namespace

void add_routes(http::router& to, service& s) {
    using http::method;
    http::route_options moderators;
    moderators.who = http::access::moderator;
    moderators.body_max = 16 * 1024;
    const auto add = [&](method m, std::string pattern, http::route_options options,
                         http::awaitable<http::reply> (*run)(service&, http::request&)) {
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::get, "/api/v1/fees", {}, get_fees);
    add(method::get, "/api/v1/lots/{id}/total", {}, get_total);
    add(method::get, "/api/v1/moderation/fees", moderators, get_history);
    add(method::post, "/api/v1/moderation/fees", moderators, post_fee);
    add(method::del, "/api/v1/moderation/fees/{id}", moderators, delete_fee);
}

}  // namespace gavel::fees
