// What moderators do to lots and accounts.
#include "modules/bidding/act_form.hpp"
#include "modules/bidding/http_acts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace gavel::bidding {
namespace {

awaitable<http::reply> post_freeze(acts& lots, http::request& r) {
    const auto reason = read_only_reason(r, freeze_reasons);
    co_return act_reply(r, co_await lots.freeze(command_of(r), reason, r.until));
}

awaitable<http::reply> post_resume(acts& lots, http::request& r) {
    const auto reason = read_only_reason(r, resume_reasons);
    co_return act_reply(r, co_await lots.resume(command_of(r), reason, r.until));
}

awaitable<http::reply> post_removal(acts& lots, http::request& r) {
    const auto reason = read_only_reason(r, moderator_cancellation_reasons);
    co_return act_reply(r, co_await lots.remove(command_of(r), reason, r.until));
}

boost::json::array ids_of(const std::vector<lot_id>& lots) {
    boost::json::array ids;
    for (const auto each : lots) ids.push_back(boost::json::string(each.text()));
    return ids;
}

awaitable<http::reply> post_suspension(suspensions& accounts, http::request& r) {
    const auto whom = r.path_id<account_id>("id");
    http::form f(r.json_object());
    auto reason = f.required_text("reason", 1, accounts::suspension_reason_max);
    f.finish();
    static_cast<void>(r.idempotency_key());  // asked for like of every command; a suspension that is there already is the answer
    const auto done = co_await accounts.suspend(r.who->account, r.who->role, whom, std::move(reason), r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    const boost::json::object body{{"suspended_at", format_instant(done->since)},
                                   {"cancelled_on", ids_of(done->cancelled_on)},
                                   {"frozen_on", ids_of(done->frozen_on)}};
    co_return http::created(body);
}

awaitable<http::reply> delete_suspension(suspensions& accounts, http::request& r) {
    const auto done = co_await accounts.restore(r.who->role, r.path_id<account_id>("id"), r.until);
    co_return done ? http::no_content() : http::problem_json(done.error(), r.lang);
}

}  // namespace

void add_moderation_routes(http::router& routes, acts& lots, suspensions& accounts) {
    using enum http::method;
    constexpr http::route_options moderators{http::access::moderator, 4 * 1024};
    const auto add = [&](const char* pattern, auto run) {
        routes.add(post, pattern, moderators, [&lots, run](http::request& r) { return run(lots, r); });
    };
    add("/api/v1/moderation/lots/{id}/freeze", post_freeze);
    add("/api/v1/moderation/lots/{id}/resume", post_resume);
    add("/api/v1/moderation/lots/{id}/cancellation", post_removal);
    const auto suspension = "/api/v1/moderation/accounts/{id}/suspension";
    routes.add(post, suspension, moderators, [&accounts](http::request& r) { return post_suspension(accounts, r); });
    routes.add(del, suspension, moderators, [&accounts](http::request& r) { return delete_suspension(accounts, r); });
}

}  // namespace gavel::bidding
