// The routes: forms, answers, who may.
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/deposits/http.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gavel::deposits {
namespace {

using http::method;

class deposits_http_pgtest : public bidding::test::auction_test {
protected:
    deposits_http_pgtest() {
        add_routes(routes, made);
        olena = account("olena");
        anna = account("anna");
        one = lot(olena);
    }
    http::reply call(method m, const std::string& more, std::optional<account_id> who, const std::string& body = {},
                     role as = role::member) {
        http::request r;
        r.method = m;
        r.path = "/api/v1/lots/" + one.text() + "/deposit" + more;
        r.body = body;
        r.until = soon();
        r.headers.add("content-type", "application/json");
        if (who) r.who = http::principal{*who, session_id{1}, as};
        const auto found = routes.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    int put(const std::string& body, account_id who, role as = role::member) { return call(method::put, "", who, body, as).status; }

    deposits::options chosen;
    service made{pool, chosen};
    http::router routes;
    account_id olena, anna;
    lot_id one;
};

TEST_F(deposits_http_pgtest, asked_for_made_and_taken_back) {
    EXPECT_EQ(call(method::get, "", std::nullopt).body, R"({"required":null,"mine":null})");
    EXPECT_EQ(call(method::put, "", olena, R"({"percent":10})").body, R"({"required":{"amount":1000,"currency":"UAH"},"mine":null})");
    const auto posted = call(method::post, "", anna);
    EXPECT_EQ(posted.status, 201);
    const auto view = boost::json::parse(posted.body).as_object();
    EXPECT_EQ(view.at("state"), "unpaid");
    EXPECT_EQ(view.at("lot_id").as_string(), one.text());
    EXPECT_EQ(view.at("subject").as_string(), "deposit:" + std::string(view.at("id").as_string()));
    EXPECT_TRUE(view.at("expires_at").is_null());
    EXPECT_EQ(boost::json::parse(call(method::get, "", anna).body).at("mine"), view);
    EXPECT_EQ(call(method::del, "", anna).status, 204);
    EXPECT_EQ(call(method::del, "/requirement", olena).status, 204);
    EXPECT_EQ(call(method::post, "", anna).status, 409);
}

TEST_F(deposits_http_pgtest, what_is_refused) {
    EXPECT_EQ(put("{}", olena), 422);
    EXPECT_EQ(put(R"({"percent":0})", olena), 422);
    EXPECT_EQ(put(R"({"percent":101})", olena), 422);
    EXPECT_EQ(put(R"({"percent":5,"amount":{"amount":100,"currency":"UAH"}})", olena), 422);
    EXPECT_EQ(put(R"({"amount":{"amount":100,"currency":"USD"}})", olena), 422);
    EXPECT_EQ(put(R"({"percent":5})", anna), 404);
    EXPECT_EQ(put(R"({"percent":5})", anna, role::moderator), 200);
    EXPECT_EQ(call(method::post, "", olena).status, 403) << "one's own lot";
    EXPECT_EQ(call(method::post, "", std::nullopt).status, 401);
}

}  // namespace
}  // namespace gavel::deposits
