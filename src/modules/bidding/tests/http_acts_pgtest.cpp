// Routes of the commands that are not bids: what they read, what they answer and what they refuse.
#include "modules/bidding/http.hpp"
#include "modules/bidding/http_acts.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

using http::method;

class http_acts_pgtest : public auction_test {
protected:
    http_acts_pgtest() {
        add_routes(router, here.bids);
        add_act_routes(router, here.acts);
        add_block_routes(router, lists);
        add_moderation_routes(router, here.acts, banned);
        add_audit_route(router, pool);
    }

    // What the session does around a handler, as far as these routes need it.
    http::reply call(method m, const std::string& path, std::optional<account_id> who, const std::string& body = "{}",
                     const std::string& key = random_uuid(), role as = role::member) {
        http::request r;
        r.method = m;
        const auto mark = path.find('?');
        r.path = "/api/v1" + path.substr(0, mark);
        if (mark != std::string::npos)
            r.queries.emplace_back(path.substr(mark + 1, path.find('=') - mark - 1), path.substr(path.find('=') + 1));
        r.body = body;
        r.until = soon();
        r.headers.add("content-type", "application/json");
        if (!key.empty()) r.headers.add("idempotency-key", key);
        if (who) r.who = http::principal{*who, session_id{1}, as};
        const auto found = router.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            if (found.found->options.who == http::access::moderator) r.require_moderator();
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    static boost::json::object body_of(const http::reply& r) { return boost::json::parse(r.body).as_object(); }
    static std::string code_of(const http::reply& r) {
        EXPECT_TRUE(r.is_problem) << r.body;
        return r.is_problem ? std::string(body_of(r).at("code").as_string()) : "";
    }
    static std::string state_of(const http::reply& r, int status = 201) {
        EXPECT_EQ(r.status, status) << r.body;
        return r.is_problem ? r.body : std::string(body_of(r).at("standing").at("state").as_string());
    }
    std::string at(lot_id lot, const std::string& rest) { return "/lots/" + lot.text() + rest; }

    http::router router;
    blocks lists{pool};
    suspensions banned{pool, settings};
    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys"), staff = account("staff");
};

TEST_F(http_acts_pgtest, every_command_answers_with_the_standing_it_left) {
    const auto bought = lot(olena, {.buy_now = 1000'00});
    EXPECT_EQ(state_of(call(method::post, at(bought, "/buy-now"), anna, R"({"price": {"amount": 100000, "currency": "UAH"}})")),
              "ended_sold");

    const auto where = lot(olena, {.reserve = 500'00, .lasts = 24h});
    place(where, anna, 300'00);
    place(where, borys, 400'00);
    EXPECT_EQ(state_of(call(method::put, at(where, "/reserve"), olena, R"({"reserve": {"amount": 45000, "currency": "UAH"}})"), 200),
              "running");
    EXPECT_EQ(state_of(call(method::put, at(where, "/reserve"), olena, R"({"reserve": null})"), 200), "running");
    const auto replaced = call(method::post, at(where, "/retractions"), borys,
                               R"({"reason": "wrong_amount", "rebid": {"amount": 45000, "currency": "UAH"}})");
    EXPECT_EQ(state_of(replaced), "running");
    EXPECT_EQ(body_of(replaced).at("rebid").at("max").at("amount"), 45000);
    const auto left = call(method::post, at(where, "/retractions"), anna, R"({"reason": "seller_unreachable"})");
    EXPECT_TRUE(body_of(left).at("rebid").is_null()) << left.body;
    EXPECT_EQ(state_of(call(method::post, at(where, "/bidders/2/cancellation"), olena, R"({"reason": "bidder_asked", "block": true})")),
              "running");
    EXPECT_EQ(state_of(call(method::post, at(where, "/cancellation"), olena, R"({"reason": "damaged"})")), "cancelled");

    const auto sold = lot(olena);
    place(sold, anna, 300'00);
    EXPECT_EQ(state_of(call(method::post, at(sold, "/early-sale"), olena)), "ended_sold");

    const auto watched = lot(olena);
    const auto moderate = [&](const char* what, const char* reason) {
        return state_of(call(method::post, "/moderation/lots/" + watched.text() + what, staff, fmt::format(R"({{"reason": "{}"}})", reason),
                             random_uuid(), role::moderator));
    };
    EXPECT_EQ(moderate("/freeze", "technical"), "frozen");
    EXPECT_EQ(moderate("/resume", "mistake"), "running");
    EXPECT_EQ(moderate("/cancellation", "fraud"), "cancelled");
}

TEST_F(http_acts_pgtest, forms_name_what_is_wrong) {
    const auto where = lot(olena, {.lasts = 24h});
    const auto fault = [&](method m, const std::string& path, const std::string& body, const std::string& key = random_uuid()) {
        const auto r = call(m, path, anna, body, key, role::moderator);
        EXPECT_EQ(code_of(r), "invalid-input") << r.body;
        const auto problem = body_of(r);
        const auto& first = problem.at("errors").at(0);
        return fmt::format("{} {}", std::string_view(first.at("field").as_string()), std::string_view(first.at("code").as_string()));
    };
    EXPECT_EQ(fault(method::post, at(where, "/buy-now"), "{}"), "price required");
    EXPECT_EQ(fault(method::post, at(where, "/retractions"), "{}"), "reason required");
    EXPECT_EQ(fault(method::post, at(where, "/retractions"), R"({"reason": "bored"})"), "reason not_allowed");
    EXPECT_EQ(fault(method::post, at(where, "/retractions"), R"({"reason": "wrong_amount"})"), "rebid required");
    EXPECT_EQ(
        fault(method::post, at(where, "/retractions"), R"({"reason": "seller_unreachable", "rebid": {"amount": 1, "currency": "UAH"}})"),
        "rebid not_allowed");
    EXPECT_EQ(fault(method::post, at(where, "/bidders/1/cancellation"), R"({"reason": "bidder_asked", "block": 1})"), "block wrong_type");
    EXPECT_EQ(fault(method::put, at(where, "/reserve"), "{}"), "reserve required");
    EXPECT_EQ(fault(method::post, at(where, "/cancellation"), R"({"reason": "fraud"})"), "reason not_allowed");
    EXPECT_EQ(fault(method::post, at(where, "/early-sale"), "{}", ""), "Idempotency-Key required");
    EXPECT_EQ(fault(method::post, "/moderation/lots/1/freeze", R"({"reason": "complaint", "note": 1})"), "note not_allowed");
    EXPECT_EQ(fault(method::post, "/moderation/accounts/1/suspension", "{}"), "reason required");
    EXPECT_EQ(fault(method::put, "/me/blocked-bidders", R"({"lot_id": "x", "bidder": 1})"), "lot_id malformed");
    EXPECT_EQ(fault(method::put, "/me/blocked-bidders", R"({"lot_id": "1", "bidder": 0})"), "bidder out_of_range");
    EXPECT_EQ(fault(method::get, "/me/blocked-bidders?cursor=x", ""), "cursor malformed");
    EXPECT_EQ(fault(method::get, at(where, "/audit?limit=501"), ""), "limit out_of_range");
    EXPECT_EQ(code_of(call(method::post, at(where, "/bidders/none/cancellation"), olena, R"({"reason": "bidder_asked"})")), "not-found");
    EXPECT_EQ(code_of(call(method::post, "/moderation/lots/1/freeze", anna, R"({"reason": "complaint"})")), "moderators-only");
    EXPECT_EQ(code_of(call(method::post, "/moderation/lots/1/freeze", std::nullopt, R"({"reason": "complaint"})")), "sign-in-required");
}

TEST_F(http_acts_pgtest, the_relation_tells_what_one_may_do) {
    const auto where = lot(olena, {.buy_now = 1000'00, .lasts = 24h});
    const auto may = [&](account_id who, const char* what, role as = role::member) {
        const auto mine = body_of(call(method::get, at(where, "/mine"), who, "", "", as));
        const auto& asked = mine.at("may").at(what);
        return asked.at("allowed").as_bool() ? std::string("yes") : std::string(asked.at("reason").as_string());
    };
    EXPECT_EQ(may(anna, "buy_now"), "yes");
    EXPECT_EQ(may(olena, "buy_now"), "own-lot");
    EXPECT_EQ(may(olena, "edit"), "yes");
    place(where, anna, 300'00);
    EXPECT_EQ(may(borys, "buy_now"), "buy-now-gone");
    EXPECT_EQ(may(olena, "edit"), "lot-has-bids");
    EXPECT_EQ(may(olena, "cancel_bids"), "yes");
    EXPECT_EQ(may(anna, "retract"), "yes");
    EXPECT_EQ(may(borys, "retract"), "no-standing-bids");
    EXPECT_EQ(may(staff, "freeze"), "moderators-only");
    EXPECT_EQ(may(staff, "freeze", role::moderator), "yes");
    EXPECT_EQ(may(anna, "freeze", role::moderator), "moderator-involved");
}

TEST_F(http_acts_pgtest, the_history_counts_retractions_of_its_bidders) {
    const auto first = lot(olena, {.lasts = 24h}), second = lot(olena);
    place(first, anna, 300'00);
    EXPECT_EQ(call(method::post, at(first, "/retractions"), anna, R"({"reason": "seller_unreachable"})").status, 201);
    place(second, borys, 200'00);
    place(second, anna, 300'00);
    const auto history = body_of(call(method::get, at(second, "/bids"), std::nullopt, "", ""));
    EXPECT_EQ(boost::json::serialize(history.at("retractions")), R"([{"bidder":2,"count":1}])");
}

TEST_F(http_acts_pgtest, block_lists_and_suspensions) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    const auto named = fmt::format(R"({{"lot_id": "{}", "bidder": 1}})", where.value);
    const auto entry = body_of(call(method::put, "/me/blocked-bidders", olena, named));
    EXPECT_EQ(entry.at("name"), "anna");
    EXPECT_EQ(body_of(call(method::get, "/me/blocked-bidders", olena)).at("items").as_array().size(), 1u);
    EXPECT_EQ(call(method::del, "/me/blocked-bidders/" + std::string(entry.at("id").as_string()), olena).status, 204);
    EXPECT_EQ(body_of(call(method::get, "/me/blocked-bidders", olena)).at("items").as_array().size(), 0u);

    const auto path = "/moderation/accounts/" + anna.text() + "/suspension";
    const auto done = call(method::post, path, staff, R"({"reason": "Never pays"})", random_uuid(), role::moderator);
    EXPECT_EQ(done.status, 201);
    EXPECT_EQ(body_of(done).at("cancelled_on").as_array().size(), 1u);
    EXPECT_EQ(body_of(done).at("frozen_on").as_array().size(), 1u);
    EXPECT_EQ(db.scalar(fmt::format("select suspension_reason from accounts where id = {}", anna.value)), "Never pays");
    EXPECT_EQ(call(method::del, path, staff, "", "", role::moderator).status, 204);
    EXPECT_EQ(code_of(call(method::del, path, staff, "", "")), "moderators-only");
}

TEST_F(http_acts_pgtest, the_chain_is_shown_with_ones_own_secrets) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    const auto open = body_of(call(method::get, at(where, "/audit"), std::nullopt, "", ""));
    ASSERT_EQ(open.at("records").as_array().size(), 2u);
    EXPECT_TRUE(open.at("next").is_null());
    EXPECT_TRUE(open.at("records").at(1).at("reveal").is_null());
    const auto mine = body_of(call(method::get, at(where, "/audit?from=2"), anna, "", ""));
    ASSERT_EQ(mine.at("records").as_array().size(), 1u);
    EXPECT_EQ(mine.at("records").at(0).at("reveal").at("amount").at("amount"), 30000);
    EXPECT_EQ(mine.at("records").at(0).at("hash"), open.at("head"));
}

}  // namespace
}  // namespace gavel::bidding::test
