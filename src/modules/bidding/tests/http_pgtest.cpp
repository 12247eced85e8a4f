// The routes: forms, status codes, JSON as the contract says, conditional reads.
#include "modules/bidding/http.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

using http::method;

class http_pgtest : public auction_test {
protected:
    http_pgtest() { add_routes(routes, here.bids); }

    http::request request(method m, std::string path, std::optional<account_id> who = std::nullopt, std::string body = {}) {
        http::request r;
        r.method = m;
        r.path = path;
        r.until = soon();
        r.body = std::move(body);
        if (!r.body.empty()) r.headers.add("content-type", "application/json");
        if (who) r.who = http::principal{*who, session_id{1}};
        routes.find(m, r.path, r.params);
        return r;
    }
    http::reply answer(http::request r) {
        const auto found = routes.find(r.method, r.path, r.params);
        return run(found.found->run(r));
    }
    static boost::json::object body_of(const http::reply& r) { return boost::json::parse(r.body).as_object(); }
    static std::string header(const http::reply& r, std::string_view name) {
        for (const auto& [key, value] : r.headers)
            if (key == name) return value;
        return {};
    }

    http::reply bid(lot_id where, account_id who, std::string body, std::string key = random_uuid()) {
        auto r = request(method::post, "/api/v1/lots/" + where.text() + "/bids", who, std::move(body));
        r.headers.add("idempotency-key", key);
        return answer(std::move(r));
    }
    // The slug with which a request is refused, wherever it is found out.
    std::string refusal(const std::function<http::reply()>& send) {
        try {
            return std::string(body_of(send()).at("code").as_string());
        } catch (const http::refusal& r) {
            return std::string(r.why.kind().slug);
        }
    }

    http::router routes;
};

TEST_F(http_pgtest, a_bid_is_answered_with_its_standing) {
    const auto where = lot(account("olena"), {.reserve = 300'00});
    const auto r = bid(where, account("anna"), R"({"max": {"amount": 50000, "currency": "UAH"}})");
    ASSERT_EQ(r.status, 201) << r.body;
    const auto body = body_of(r);
    EXPECT_EQ(body.at("seq").as_int64(), 2);
    EXPECT_EQ(body.at("receipt").at("salt").as_string().size(), 32u);
    EXPECT_EQ(body.at("receipt").at("hash"), body.at("standing").at("audit_head"));
    EXPECT_EQ(boost::json::serialize(body.at("max")), R"({"amount":50000,"currency":"UAH"})");
    EXPECT_EQ(body.at("outcome").as_string(), "leading");
    const auto& standing = body.at("standing").as_object();
    EXPECT_EQ(standing.at("lot_id").as_string(), where.text());
    EXPECT_EQ(standing.at("state").as_string(), "running");
    EXPECT_EQ(standing.at("price").at("amount").as_int64(), 300'00);
    EXPECT_EQ(standing.at("min_next").at("amount").as_int64(), 305'00);
    EXPECT_EQ(standing.at("reserve").as_string(), "met");
    EXPECT_EQ(standing.at("leader").as_int64(), 1);
    EXPECT_TRUE(standing.at("unsold_reason").is_null());
    EXPECT_TRUE(parse_instant(standing.at("server_time").as_string()));
    EXPECT_TRUE(standing.at("deposit").is_null());
    EXPECT_EQ(standing.size(), 20u);
}

TEST_F(http_pgtest, an_unusual_amount_is_meant_when_confirmed) {
    settings.rules.bids.confirm_times = 10;
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    EXPECT_EQ(bid(where, anna, R"({"max": {"amount": 500000, "currency": "UAH"}})").status, 409);
    EXPECT_EQ(bid(where, anna, R"({"max": {"amount": 500000, "currency": "UAH"}, "confirmed": true})").status, 201);
}

TEST_F(http_pgtest, refusals_are_data) {
    const auto where = lot(account("olena"));
    const auto r = bid(where, account("anna"), R"({"max": {"amount": 9900, "currency": "UAH"}})");
    EXPECT_EQ(r.status, 422);
    const auto body = body_of(r);
    EXPECT_EQ(body.at("code").as_string(), "bid-too-low");
    EXPECT_EQ(body.at("field").as_string(), "max");
    EXPECT_EQ(body.at("min_next").at("amount").as_int64(), 100'00);
    EXPECT_EQ(body.at("version").as_int64(), 1);
    EXPECT_TRUE(body.contains("ends_at"));
}

TEST_F(http_pgtest, malformed_requests_are_named) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    const auto refused = [&](std::string body) { return refusal([&] { return bid(where, anna, body); }); };
    for (const auto* body :
         {R"({})", R"({"max": 5})", R"({"max": {"amount": 1.5, "currency": "UAH"}})", R"({"max": {"amount": -1, "currency": "UAH"}})",
          R"({"max": {"amount": 20000000000000, "currency": "UAH"}})", R"({"max": {"amount": 100, "currency": "uah"}})",
          R"({"max": {"amount": 10000, "currency": "UAH"}, "more": 1})"})
        EXPECT_EQ(refused(body), "invalid-input") << body;
    EXPECT_EQ(refused(R"({"max": {"amount": 10000, "currency": "USD"}})"), "wrong-currency");
    EXPECT_EQ(refused(R"({"max": {"amount": 10000, "currency": "UAH"}, "confirmed": 1})"), "invalid-input");
    EXPECT_EQ(refusal([&] { return bid(where, anna, R"({"max": {"amount": 10000, "currency": "UAH"}})", "not-a-uuid"); }), "invalid-input");
    EXPECT_EQ(refusal([&] { return bid(lot_id{999'999}, anna, R"({"max": {"amount": 10000, "currency": "UAH"}})"); }), "lot-not-found");
    EXPECT_EQ(refusal([&] { return answer(request(method::get, "/api/v1/lots/x/bids")); }), "not-found");
    EXPECT_EQ(db.scalar("select count(*) from bids"), "0");
}

TEST_F(http_pgtest, history_pages_and_is_conditional) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna"), borys = account("borys");
    place(where, anna, 500'00);
    place(where, borys, 300'00);
    auto first = request(method::get, "/api/v1/lots/" + where.text() + "/bids");
    first.queries = {{"limit", "2"}};
    const auto page = answer(first);
    const auto body = body_of(page);
    ASSERT_EQ(body.at("items").as_array().size(), 2u);
    EXPECT_EQ(body.at("items").at(0).at("reason").as_string(), "counter");
    EXPECT_EQ(body.at("items").at(0).at("bidder").as_int64(), 1);
    auto second = first;
    second.queries.emplace_back("cursor", std::string(body.at("next_cursor").as_string()));
    const auto rest = body_of(answer(second));
    ASSERT_EQ(rest.at("items").as_array().size(), 2u);
    EXPECT_EQ(rest.at("items").at(1).at("notice").as_string(), "opened");
    EXPECT_TRUE(rest.at("next_cursor").is_null());

    first.headers.add("if-none-match", header(page, "ETag"));
    EXPECT_EQ(answer(first).status, 304);
    place(where, borys, 400'00);
    EXPECT_EQ(answer(first).status, 200);
    for (const auto* malformed : {"1", "1.", ".1", "1.x", "x.1", "1.1.1", "99999999999999999999.1"}) {
        second.queries.back().second = malformed;
        EXPECT_EQ(refusal([&] { return answer(second); }), "invalid-input") << malformed;
    }
    second.queries.back().second = "zero";
    EXPECT_EQ(refusal([&] { return answer(second); }), "invalid-input");
}

TEST_F(http_pgtest, relations_of_the_signed_in) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    place(where, anna, 500'00);
    const auto mine = answer(request(method::get, "/api/v1/lots/" + where.text() + "/mine", anna));
    const auto of_the_relation = fmt::format(
        R"({{"lot_id":"{}","is_seller":false,"watching":false,"relation":"leading","max":{{"amount":50000,"currency":"UAH"}},"bidder":1,)",
        where.text());
    EXPECT_EQ(mine.body.substr(0, of_the_relation.size()), of_the_relation);
    const auto may = body_of(mine).at("may").as_object();
    EXPECT_TRUE(may.at("bid").at("allowed").as_bool());
    EXPECT_EQ(may.at("buy_now").at("reason"), "no-buy-now");
    EXPECT_EQ(may.at("change_reserve").at("reason"), "seller-only");
    auto several = request(method::get, "/api/v1/me/relations", anna);
    several.queries = {{"lots", where.text() + ",999999," + where.text()}};
    EXPECT_EQ(body_of(answer(several)).at("items").as_array().size(), 1u);
    several.queries = {{"lots", "1,,2"}};
    EXPECT_EQ(refusal([&] { return answer(several); }), "invalid-input");
    several.queries = {};
    EXPECT_EQ(refusal([&] { return answer(several); }), "invalid-input");
}

}  // namespace
}  // namespace gavel::bidding::test
