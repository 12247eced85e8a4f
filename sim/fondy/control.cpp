#include "sim/fondy/control.hpp"

#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::sim::fondy {
namespace {

constexpr std::int64_t day_s = 86400;

http::reply done() {
    boost::json::object nothing;
    return http::json(nothing);
}

order& order_in(gateway& g, const http::request& r) {
    const auto id = r.param("id");
    for (auto& each : g.orders)
        if (each.id == id) return each;
    throw http::refusal(error(http::not_found));
}

boost::json::object view(const order& o) {
    boost::json::object v;
    v["order_id"] = o.id;
    v["merchant_id"] = o.merchant;
    v["payment_id"] = o.payment;
    v["order_status"] = o.status;
    v["amount"] = o.amount;
    v["currency"] = o.currency;
    v["reversed"] = o.reversed;
    v["captured"] = o.captured;
    v["capture_amount"] = o.capture_amount;
    v["description"] = o.description;
    v["checkout"] = "/checkout/" + o.token;
    v["operations"] = static_cast<std::int64_t>(o.operations.size());
    v["over"] = o.is_over();
    return v;
}

http::awaitable<http::reply> get_orders(gateway& g, http::request&) {
    boost::json::array items;
    for (const auto& each : g.orders) items.push_back(view(each));
    boost::json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

http::awaitable<http::reply> get_deliveries(gateway& g, http::request&) {
    boost::json::array items;
    for (const auto& each : g.deliveries) {
        boost::json::object v;
        v["order_id"] = each.order;
        v["order_status"] = each.order_status;
        v["over"] = each.over;
        v["answers"] = boost::json::array(each.answers.begin(), each.answers.end());
        v["body"] = each.body;
        v["content_type"] = each.content_type;
        items.push_back(std::move(v));
    }
    boost::json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

// As if the payer had typed the card in; 3-D Secure is confirmed.
http::awaitable<http::reply> post_pay(gateway& g, http::request& r) {
    auto& o = order_in(g, r);
    http::form f(r.json_object());
    const auto card = f.required_text("card", 1, 24);
    f.finish();
    pay(o, card, g.next_transaction());
    g.announce(o);
    co_return http::json(view(o));
}

// As by hand in the portal.
http::awaitable<http::reply> post_reverse(gateway& g, http::request& r) {
    auto& o = order_in(g, r);
    http::form f(r.json_object());
    const auto amount = f.integer("amount", 1, 1'000'000'000'000).value_or(o.amount);
    f.finish();
    reversal answer;
    reverse(o, amount, "", false, g.next_transaction(), answer);
    g.announce(o);
    co_return http::json(view(o));
}

// The card will be charged in another currency, or another sum.
http::awaitable<http::reply> post_actual(gateway& g, http::request& r) {
    auto& o = order_in(g, r);
    http::form f(r.json_object());
    o.actual_currency = f.text("currency", 3, 3).value_or("");
    o.actual_per_cent = f.integer("per_cent", 1, 100'000).value_or(100);
    f.finish();
    co_return http::json(view(o));
}

http::awaitable<http::reply> post_tell(gateway& g, http::request& r) {
    auto& o = order_in(g, r);
    g.announce(o);
    co_return done();
}

http::awaitable<http::reply> put_messages(gateway& g, http::request& r) {
    http::form f(r.json_object());
    message_faults m;
    m.drop = f.flag("drop").value_or(false);
    m.reorder = f.flag("reorder").value_or(false);
    m.wrong_signature = f.flag("wrong_signature").value_or(false);
    m.form = f.flag("form").value_or(false);
    m.v2 = f.flag("v2").value_or(false);
    m.stale_declined = f.flag("stale_declined").value_or(false);
    m.before_create = f.flag("before_create").value_or(false);
    m.duplicates = f.integer("duplicates", 0, 20).value_or(0);
    m.delay_s = f.integer("delay_s", 0, 90 * day_s).value_or(0);
    m.merchant = f.text("merchant", 1, 12).value_or("");
    m.amount = f.text("amount", 1, 15).value_or("");
    f.finish();
    g.faults = std::move(m);
    co_return done();
}

http::awaitable<http::reply> post_call_fault(gateway& g, http::request& r) {
    constexpr std::array<std::string_view, 7> kinds{"cut_before", "cut_after", "error_500", "html", "slow", "late", "code"};
    http::form f(r.json_object());
    call_fault c;
    c.path = f.required_text("path", 3, 40);
    c.what = f.required_choice("what", kinds);
    c.times = f.integer("times", 1, 1'000'000).value_or(1);
    c.ms = f.integer("ms", 0, 600'000).value_or(0);
    c.code = static_cast<int>(f.integer("code", 1000, 2999).value_or(1000));
    f.finish();
    g.call_faults.push_back(std::move(c));
    co_return done();
}

http::awaitable<http::reply> put_balance(gateway& g, http::request& r) {
    http::form f(r.json_object());
    g.no_money = f.flag("empty").value_or(false);
    f.finish();
    co_return done();
}

http::awaitable<http::reply> post_clock(gateway& g, http::request& r) {
    http::form f(r.json_object());
    const auto speed = f.integer("speed", 1, 100'000);
    const auto advance = f.integer("advance_s", 0, 400 * day_s);
    f.finish();
    if (speed) g.time.run_at(static_cast<int>(*speed));
    if (advance) g.time.advance(std::chrono::seconds(*advance));
    co_return done();
}

http::awaitable<http::reply> post_reset(gateway& g, http::request&) {
    g.reset();
    co_return done();
}

}  // namespace

void add_control_routes(http::router& to, gateway& g) {
    http::route_options open;
    open.from_other_sites = true;
    const auto add = [&](http::method m, std::string path, http::awaitable<http::reply> (*run)(gateway&, http::request&)) {
        to.add(m, "/control/" + path, open, [&g, run](http::request& r) { return run(g, r); });
    };
    add(http::method::get, "orders", get_orders);
    add(http::method::get, "deliveries", get_deliveries);
    add(http::method::post, "orders/{id}/pay", post_pay);
    add(http::method::post, "orders/{id}/reverse", post_reverse);
    add(http::method::post, "orders/{id}/actual", post_actual);
    add(http::method::post, "orders/{id}/tell", post_tell);
    add(http::method::put, "messages", put_messages);
    add(http::method::post, "calls", post_call_fault);
    add(http::method::put, "balance", put_balance);
    add(http::method::post, "clock", post_clock);
    add(http::method::post, "reset", post_reset);
}

}  // namespace gavel::sim::fondy
