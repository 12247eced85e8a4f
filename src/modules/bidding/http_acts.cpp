// What bidders and sellers do to a lot besides bidding.
#include "modules/bidding/http_acts.hpp"

#include "modules/bidding/act_form.hpp"
#include "modules/bidding/view.hpp"
#include "platform/http/problems.hpp"

#include <limits>

namespace gavel::bidding {
namespace {

awaitable<http::reply> post_buy_now(acts& lots, http::request& r) {
    http::form f(r.json_object());
    const auto price = f.required_amount("price");
    f.finish();
    co_return act_reply(r, co_await lots.buy(command_of(r), price, r.until));
}

awaitable<http::reply> post_retraction(acts& lots, http::request& r) {
    http::form f(r.json_object());
    const auto reason = read_reason(f, retraction_reasons);
    const auto rebid = f.amount("rebid");
    const bool meant_another = reason == act_reason::wrong_amount;
    if (meant_another && !rebid && !f.faulty()) f.reject("rebid", "required");
    if (!meant_another && rebid) f.reject("rebid", "not_allowed");
    f.finish();
    const auto done = co_await lots.retract(command_of(r), reason, rebid, r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    const auto now = server_now();
    auto body = to_json(done->act, now);
    body["rebid"] = nullptr;
    if (done->bid) body["rebid"] = to_json(*done->bid, now);
    co_return http::created(body);
}

awaitable<http::reply> post_bid_cancellation(acts& lots, http::request& r) {
    const auto number = id<struct bidder_tag>::parse(r.param("number"));
    if (!number || number->value > std::numeric_limits<std::int32_t>::max()) throw http::refusal(error(http::not_found));
    http::form f(r.json_object());
    const auto reason = read_reason(f, bid_cancellation_reasons);
    const bool block = f.flag("block").value_or(false);
    f.finish();
    co_return act_reply(r, co_await lots.cancel_bids(command_of(r), static_cast<std::int32_t>(number->value), reason, block, r.until));
}

awaitable<http::reply> put_reserve(acts& lots, http::request& r) {
    http::form f(r.json_object());
    const auto reserve = f.amount("reserve");
    if (!f.has("reserve")) f.reject("reserve", "required");
    f.finish();
    co_return act_reply(r, co_await lots.change_reserve(command_of(r), reserve, r.until), 200);
}

awaitable<http::reply> post_cancellation(acts& lots, http::request& r) {
    const auto reason = read_only_reason(r, seller_cancellation_reasons);
    co_return act_reply(r, co_await lots.cancel(command_of(r), reason, r.until));
}

awaitable<http::reply> post_early_sale(acts& lots, http::request& r) {
    co_return act_reply(r, co_await lots.sell_early(command_of(r), r.until));
}

}  // namespace

void add_act_routes(http::router& routes, acts& lots) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, auto run) {
        routes.add(m, pattern, http::route_options{http::access::signed_in, 4 * 1024},
                   [&lots, run](http::request& r) { return run(lots, r); });
    };
    add(post, "/api/v1/lots/{id}/buy-now", post_buy_now);
    add(post, "/api/v1/lots/{id}/retractions", post_retraction);
    add(post, "/api/v1/lots/{id}/bidders/{number}/cancellation", post_bid_cancellation);
    add(put, "/api/v1/lots/{id}/reserve", put_reserve);
    add(post, "/api/v1/lots/{id}/cancellation", post_cancellation);
    add(post, "/api/v1/lots/{id}/early-sale", post_early_sale);
}

}  // namespace gavel::bidding
