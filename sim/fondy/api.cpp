#include "sim/fondy/api.hpp"

#include "platform/fondy/answers.hpp"
#include "sim/broken.hpp"

#include <fmt/format.h>

#include <functional>
#include <stdexcept>

namespace gavel::sim::fondy {
namespace {

using gavel::fondy::whole_number;

constexpr std::int64_t lifetime_default_s = 36000;

// A call that has been read and an answer to be made; the fault, if any, is of the transport.
struct exchange {
    gateway& g;
    http::request& r;
    call c;
    std::optional<refusal> wrong;
};

http::reply json_answer(std::string text) { return http::json_text(std::move(text)); }

http::reply refused(gateway& g, refusal why) { return json_answer(failure(why, g.request_id())); }

awaitable<http::reply> around(gateway& g, runtime::life& life, http::request& r, std::string path, need what,
                              std::function<awaitable<http::reply>(exchange&)> work) {
    const auto fault = g.take_fault(path);
    if (fault && fault->what == "slow") co_await life.sleep(std::chrono::milliseconds(fault->ms));
    if (fault && fault->what == "cut_before") co_return broken();
    if (fault && fault->what == "error_500") co_return http::reply(500);
    if (fault && fault->what == "html") co_return http::html("<html><body><h1>502 Bad Gateway</h1></body></html>");
    if (fault && fault->what == "code") {
        refusal told;
        told.code = fault->code;
        told.message = "Told to";
        co_return refused(g, std::move(told));
    }
    exchange x{g, r, call(), std::nullopt};
    x.wrong = read_call(r.body, r.header("content-type").value_or(std::string_view()), what, x.c);
    if (x.wrong) {
        auto why = *x.wrong;
        co_return refused(g, std::move(why));
    }
    auto answer = co_await work(x);
    if (fault && fault->what == "late") co_await life.sleep(std::chrono::milliseconds(fault->ms));
    if (fault && fault->what == "cut_after") co_return broken();
    co_return answer;
}

std::string text_of(const exchange& x, std::string_view name) { return std::string(x.c.parameters.text_of(name)); }

std::optional<refusal> make_order(exchange& x, order*& made) {
    if (x.g.find(x.c.by->id, text_of(x, "order_id"))) return refusal{1013, "Duplicate order_id for merchant"};
    order o;
    o.id = text_of(x, "order_id");
    o.merchant = x.c.by->id;
    o.description = text_of(x, "order_desc");
    o.amount = whole_number(text_of(x, "amount")).value_or(0);
    if (o.amount == 0 && text_of(x, "verification") != "Y") return refusal{1023, "Parameter amount is incorrect"};
    o.currency = text_of(x, "currency");
    if (const auto lang = text_of(x, "lang"); !lang.empty()) o.language = lang;
    o.response_url = text_of(x, "response_url");
    o.callback_url = text_of(x, "server_callback_url");
    o.merchant_data = text_of(x, "merchant_data");
    o.sender_email = text_of(x, "sender_email");
    o.product_id = text_of(x, "product_id");
    o.delayed = text_of(x, "delayed") != "N";
    o.preauth = text_of(x, "preauth") == "Y";
    o.v2 = x.c.v2;
    o.made = x.g.time.now();
    o.ends = o.made + std::chrono::seconds(whole_number(text_of(x, "lifetime")).value_or(lifetime_default_s));
    made = &x.g.add(std::move(o));
    return std::nullopt;
}

std::string page_of(const exchange& x, const order& o) { return own_address(x.r) + "/checkout/" + o.token; }

awaitable<http::reply> checkout(exchange& x, bool token_only) {
    order* made = nullptr;
    if (auto wrong = make_order(x, made)) co_return refused(x.g, std::move(*wrong));
    const auto payment = std::to_string(made->payment), url = page_of(x, *made), token = made->token;
    if (x.g.faults.before_create) {
        pay(*made, "4444555511116666", x.g.next_transaction());
        x.g.announce(*made);
        co_await x.g.deliver_now(made->id);
    }
    if (token_only)
        co_return json_answer(fmt::format(R"({{"response": {{"response_status": "success", "token": {}}}}})", in_quotes(token)));
    co_return json_answer(fmt::format(R"({{"response": {{"payment_id": {}, "checkout_url": {}, "response_status": "success"}}}})",
                                      in_quotes(payment), in_quotes(url)));
}

awaitable<http::reply> redirect(exchange& x) {
    order* made = nullptr;
    if (auto wrong = make_order(x, made)) co_return http::html("<h1>Error 2" + std::to_string(wrong->code % 1000) + "</h1>");
    http::reply onward(302);
    onward.with("Location", page_of(x, *made));
    co_return onward;
}

awaitable<http::reply> status(exchange& x) {
    const auto* found = x.g.find(x.c.by->id, text_of(x, "order_id"));
    if (!found) co_return refused(x.g, {1018, "Order not found"});
    auto answer = json_answer(x.g.answer_for(*found, x.c));
    if (x.c.as == format::form) answer.content_type = "application/x-www-form-urlencoded";
    co_return answer;
}

http::reply signed_answer(const exchange& x, const members& all) {
    if (x.c.v2) return json_answer("{\"response\": " + signed_data(all, x.c.by->key) + "}");
    return json_answer("{\"response\": " + signed_object(all, x.c.by->key, true) + "}");
}

awaitable<http::reply> reverse_order(exchange& x) {
    auto* found = x.g.find(x.c.by->id, text_of(x, "order_id"));
    if (!found) co_return refused(x.g, {1018, "Order not found"});
    if (text_of(x, "currency") != found->currency) co_return refused(x.g, {1012, "Currency is not supported"});
    const auto before = found->reversed;
    reversal done;
    const auto id = text_of(x, "reverse_id");
    const int wrong = reverse(*found, whole_number(text_of(x, "amount")).value_or(0), id, x.g.no_money, x.g.next_transaction(), done);
    if (wrong != 0) co_return refused(x.g, {wrong, wrong == 1069 ? "Insufficient merchant balance" : "Operation is not allowed"});
    if (found->reversed != before) x.g.announce(*found);
    const members all{{"order_id", in_quotes(found->id)},
                      {"merchant_id", found->merchant},
                      {"response_status", in_quotes("success")},
                      {"reverse_status", in_quotes(done.status)},
                      {"reversal_amount", in_quotes(std::to_string(found->in_actual(found->reversed)))},
                      {"reverse_id", in_quotes(id)},
                      {"response_code", in_quotes("")},
                      {"response_description", in_quotes("")},
                      {"transaction_id", std::to_string(done.transaction)}};
    co_return signed_answer(x, all);
}

// Without a signature, as documented.
awaitable<http::reply> capture_order(exchange& x) {
    auto* found = x.g.find(x.c.by->id, text_of(x, "order_id"));
    if (!found) co_return refused(x.g, {1018, "Order not found"});
    const bool was = found->captured;
    const int wrong = capture(*found, whole_number(text_of(x, "amount")).value_or(0), x.g.next_transaction());
    if (wrong != 0) co_return refused(x.g, {wrong, "Operation is not allowed"});
    if (!was) x.g.announce(*found);
    co_return json_answer(fmt::format(
        R"({{"response": {{"response_status": "success", "capture_status": "captured", "order_id": {}, "merchant_id": {}, "response_code": ""}}}})",
        in_quotes(found->id), found->merchant));
}

awaitable<http::reply> list(exchange& x) {
    if (x.c.as != format::json) co_return refused(x.g, {1021, "Content type is not supported"});
    const auto* found = x.g.find(x.c.by->id, text_of(x, "order_id"));
    if (!found) co_return refused(x.g, {1018, "Order not found"});
    co_return json_answer("{\"response\": " + transactions(*found) + "}");
}

awaitable<http::reply> payout(exchange& x) {
    order* made = nullptr;
    if (auto wrong = make_order(x, made)) co_return refused(x.g, std::move(*wrong));
    pay(*made, "4444555511116666", x.g.next_transaction());
    made->kind = "p2p credit";
    const auto all = order_members(*made, x.g.random);
    co_return json_answer("{\"response\": " + signed_object(all, x.c.by->payout_key, true) + "}");
}

}  // namespace

std::string own_address(const http::request& r) {
    if (!r.origin.empty()) return r.origin;
    return "http://" + std::string(r.header("host").value_or(std::string_view("127.0.0.1")));
}

void add_api_routes(http::router& to, gateway& g) {
    http::route_options open;
    open.from_other_sites = true;
    open.within = std::chrono::minutes(5);
    const auto add = [&](const std::string& path, need what, std::function<awaitable<http::reply>(exchange&)> work) {
        // The official clients end every path with a slash.
        for (const auto* end : {"", "/"})
            to.add(http::method::post, "/api/" + path + end, open,
                   [&g, path, what, work](http::request& r) { return around(g, g.life(), r, path, what, work); });
    };
    add("checkout/url", need::purchase, [](exchange& x) { return checkout(x, false); });
    add("checkout/token", need::purchase, [](exchange& x) { return checkout(x, true); });
    add("checkout/redirect", need::purchase, redirect);
    add("status/order_id", need::id_only, status);
    add("reverse/order_id", need::movement, reverse_order);
    add("capture/order_id", need::movement, capture_order);
    add("transaction_list", need::id_only, list);
    add("p2pcredit", need::payout, payout);
}

}  // namespace gavel::sim::fondy
