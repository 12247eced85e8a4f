// Reading orders, their messages and documents; what one pays and writes.
#include "modules/orders/http.hpp"

#include "base/random.hpp"
#include "modules/media/view.hpp"
#include "modules/orders/documents.hpp"
#include "modules/orders/errors.hpp"
#include "modules/orders/http_common.hpp"
#include "modules/orders/rules.hpp"
#include "modules/orders/view.hpp"
#include "modules/payments/http.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace gavel::orders {
namespace {

namespace json = boost::json;

constexpr http::route_options about_orders{http::access::signed_in, 32 * 1024};

order_id id_of(const http::request& r) { return r.path_id<order_id>("id"); }

template <class Id>
std::optional<Id> query_id(const http::request& r, std::string_view name) {
    const auto text = r.query(name);
    if (!text) return std::nullopt;
    const auto parsed = Id::parse(*text);
    if (!parsed) http::refuse_field(name, "malformed");
    return parsed;
}

std::string choice_of(const http::request& r, std::string_view name, std::vector<std::string_view> allowed_words) {
    const auto text = r.query(name);
    if (text && std::ranges::find(allowed_words, *text) != allowed_words.end()) return std::string(*text);
    json::array names;
    for (const auto each : allowed_words) names.emplace_back(each);
    http::refuse_field(name, text ? "not_allowed" : "required", {{"allowed", std::move(names)}});
}

http::awaitable<http::reply> get_orders(counter c, http::request& r) {
    const auto who = r.require_account();
    const bool as_seller = choice_of(r, "role", {"buyer", "seller"}) == "seller";
    std::optional<std::string> state;
    if (r.query("state")) {
        std::vector<std::string_view> names(order_state_names.begin(), order_state_names.end());
        names.emplace_back("open");
        state = choice_of(r, "state", std::move(names));
    }
    const auto lot = query_id<lot_id>(r, "lot");
    const auto before = query_id<order_id>(r, "cursor");
    const auto limit = r.query_integer("limit", 1, 100, 24);
    auto found = co_await c.pages.list(who, as_seller, std::move(state), lot, before, limit + 1, r.until);
    json::object body;
    body["next_cursor"] = nullptr;
    if (std::ssize(found) > limit) {
        found.pop_back();
        body["next_cursor"] = found.back().order.id.text();
    }
    json::array items;
    for (const auto& each : found) items.push_back(summary_json(each, as_seller ? party::seller : party::buyer, c.proofs.where()));
    body["items"] = std::move(items);
    co_return http::json(body);
}

http::awaitable<http::reply> get_order(counter c, http::request& r) { co_return co_await order_reply(c, r, id_of(r)); }

http::awaitable<http::reply> post_payment(counter c, http::request& r) {
    const auto v = visitor_of(r);
    const auto id = id_of(r);
    const auto found = co_await c.pages.find(v, id, r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    if (const auto why = why_not(command::pay, found->order, found->seen_by, found->now)) {
        const auto refused = refuse_about(found->order, found->seen_by, found->now, why);
        co_return http::problem_json(refused.error(), r.lang);
    }
    if (!c.h.begin_payment) co_return http::problem_json(error(payments_closed), r.lang);
    payments::subject of;
    of.kind = "order";
    of.id = id.value;
    auto begun = co_await c.h.begin_payment(std::move(of), v.who, r.lang, r.until);
    if (!begun) co_return http::problem_json(begun.error(), r.lang);
    co_return std::move(*begun);
}

http::awaitable<http::reply> get_messages(counter c, http::request& r) {
    const auto v = visitor_of(r);
    const auto all = co_await c.pages.messages(v, id_of(r), r.until);
    if (!all) co_return http::problem_json(all.error(), r.lang);
    const auto files = co_await c.proofs.all(id_of(r), r.until);
    json::array items;
    for (const auto& each : *all) items.push_back(message_json(each, v.who, files, c.proofs.where()));
    json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

http::awaitable<http::reply> post_message(counter c, http::request& r) {
    const auto v = visitor_of(r);
    auto key = r.idempotency_key();
    http::form f(r.json_object());
    auto text = f.required_text("text", 1, message_max, true);
    auto files = read_ids(f, "files", 0, files_max, false);
    f.finish();
    const auto written = co_await c.people.write(v, id_of(r), std::move(text), std::move(files), std::move(key), r.until);
    if (!written) co_return http::problem_json(written.error(), r.lang);
    const auto album = co_await c.proofs.all(id_of(r), r.until);
    co_return http::created(message_json(*written, v.who, album, c.proofs.where()));
}

http::awaitable<http::reply> post_evidence(counter c, http::request& r) {
    auto announced = media::read_new_picture(r.json_object(), media::purpose::order_photo);
    const auto begun = co_await c.proofs.add(visitor_of(r), id_of(r), std::move(announced), r.until);
    if (!begun) co_return http::problem_json(begun.error(), r.lang);
    co_return http::created(media::to_json(*begun, c.proofs.files()), "/api/v1/uploads/" + begun->file.id.text());
}

// `make` runs on a worker: laying out text takes milliseconds.
http::awaitable<http::reply> pdf_reply(counter c, http::request& r, command what, std::string (*make)(const whole_order&, language),
                                       std::string_view name) {
    auto found = co_await c.pages.find(visitor_of(r), id_of(r), r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    if (const auto why = why_not(what, found->order, found->seen_by, found->now)) {
        const auto refused = refuse_about(found->order, found->seen_by, found->now, why);
        co_return http::problem_json(refused.error(), r.lang);
    }
    auto work = [&found, make, lang = r.lang] { return make(*found, lang); };
    auto bytes = co_await c.workers.run(std::move(work));
    http::reply whole;
    whole.content_type = "application/pdf";
    whole.with("Cache-Control", "private, no-store");
    whole.with("Content-Disposition", "inline; filename=\"" + std::string(name) + "-" + found->order.id.text() + ".pdf\"");
    whole.body = std::move(bytes);
    co_return whole;
}

http::awaitable<http::reply> get_invoice(counter c, http::request& r) {
    co_return co_await pdf_reply(c, r, command::invoice, invoice_pdf, "invoice");
}
http::awaitable<http::reply> get_packing_slip(counter c, http::request& r) {
    co_return co_await pdf_reply(c, r, command::packing_slip, packing_slip_pdf, "packing-slip");
}

http::reply settings_reply(bool automatic) {
    json::object body;
    body["automatic_second_chance"] = automatic;
    return http::json(body);
}

http::awaitable<http::reply> get_settings(counter c, http::request& r) {
    const bool wanted = co_await c.pages.wants_queue(r.require_account(), r.until);
    co_return settings_reply(wanted);
}

http::awaitable<http::reply> put_settings(counter c, http::request& r) {
    http::form f(r.json_object());
    const auto wanted = f.flag("automatic_second_chance");
    if (!wanted && !f.faulty()) f.reject("automatic_second_chance", "required");
    f.finish();
    co_await c.people.choose_queue(r.require_account(), *wanted, r.until);
    co_return settings_reply(*wanted);
}

}  // namespace

visitor visitor_of(const http::request& r) {
    visitor v;
    v.who = r.require_account();
    v.moderates = r.who->moderates();
    return v;
}

http::awaitable<http::reply> order_reply(counter c, http::request& r, order_id id, bool is_new) {
    const auto found = co_await c.pages.find(visitor_of(r), id, r.until);
    if (!found) co_return http::problem_json(found.error(), r.lang);
    auto body = to_json(*found, c.proofs.where(), r.lang);
    if (is_new) co_return http::created(std::move(body), "/api/v1/orders/" + id.text());
    co_return http::json(std::move(body));
}

http::awaitable<http::reply> after_act(counter c, http::request& r, order_id id, const result<void>& done) {
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return co_await order_reply(c, r, id);
}

std::vector<std::int64_t> read_ids(http::form& f, std::string_view field, std::size_t min, std::size_t max, bool required) {
    const auto list = f.list(field, max);
    std::vector<std::int64_t> ids;
    if (!list) {
        if (required && !f.has(field)) f.reject(field, "required");
        return ids;
    }
    std::set<std::int64_t> seen;
    for (const auto& each : *list) {
        const auto* text = each.if_string();
        const auto id = text ? order_id::parse(std::string_view(*text)) : std::nullopt;
        if (!id || !seen.insert(id->value).second) {
            f.reject(field, "malformed");
            return {};
        }
        ids.push_back(id->value);
    }
    if (ids.size() < min) f.reject(field, "too_short", {{"min", min}});
    return ids;
}

void add_routes(http::router& to, counter c) {
    using http::method;
    const auto add = [&](method m, std::string pattern, http::awaitable<http::reply> (*run)(counter, http::request&)) {
        to.add(m, std::move(pattern), about_orders, [c, run](http::request& r) { return run(c, r); });
    };
    add(method::get, "/api/v1/orders", get_orders);
    add(method::get, "/api/v1/orders/{id}", get_order);
    auto patient = about_orders;
    patient.within = payments::opening_time;
    to.add(method::post, "/api/v1/orders/{id}/payments", patient, [c](http::request& r) { return post_payment(c, r); });
    add(method::get, "/api/v1/orders/{id}/messages", get_messages);
    add(method::post, "/api/v1/orders/{id}/messages", post_message);
    add(method::post, "/api/v1/orders/{id}/evidence", post_evidence);
    add(method::get, "/api/v1/orders/{id}/invoice.pdf", get_invoice);
    add(method::get, "/api/v1/orders/{id}/packing-slip.pdf", get_packing_slip);
    add(method::get, "/api/v1/me/order-settings", get_settings);
    add(method::put, "/api/v1/me/order-settings", put_settings);
}

}  // namespace gavel::orders
