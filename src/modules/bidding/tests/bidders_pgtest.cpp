// Who sees the names of the bidders of a lot, and what is told beside them.
#include "modules/bidding/http_bidders.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class bidders_pgtest : public auction_test {
protected:
    bidders_pgtest() { add_bidder_route(routes, pool); }

    http::reply answer(const std::string& lot, account_id who, role as = role::member) {
        http::request r;
        r.path = "/api/v1/lots/" + lot + "/bidders";
        r.until = soon();
        r.who = http::principal{who, session_id{1}, as};
        const auto found = routes.find(r.method, r.path, r.params);
        return run(found.found->run(r));
    }
    boost::json::array items(lot_id lot, account_id who, role as = role::member) {
        return boost::json::parse(answer(lot.text(), who, as).body).at("items").as_array();
    }
    std::string refused(const std::string& lot, account_id who) {
        return std::string(boost::json::parse(answer(lot, who).body).at("code").as_string());
    }

    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys");
    http::router routes;
};

TEST_F(bidders_pgtest, the_seller_sees_names_without_accounts_the_latest_bid_first) {
    const auto where = lot(olena);
    EXPECT_TRUE(items(where, olena).empty());
    place(where, anna, 500'00);
    place(where, borys, 300'00);
    const auto seen = items(where, olena);
    ASSERT_EQ(seen.size(), 2u);
    const auto& latest = seen[0].as_object();
    EXPECT_EQ(latest.at("number"), 2);
    EXPECT_EQ(latest.at("name"), "borys");
    EXPECT_EQ(latest.at("leading"), false);
    EXPECT_EQ(latest.at("stands"), true);
    EXPECT_EQ(latest.at("blocked"), false);
    EXPECT_EQ(latest.at("retractions"), 0);
    EXPECT_TRUE(latest.at("account_id").is_null());
    EXPECT_TRUE(latest.at("suspended").is_null());
    EXPECT_EQ(seen[1].at("name"), "anna");
    EXPECT_EQ(seen[1].at("leading"), true);
}

TEST_F(bidders_pgtest, moderators_see_accounts_everybody_else_nothing) {
    const auto where = lot(olena);
    place(where, anna, 500'00);
    db.execute(fmt::format("update accounts set suspended_at = now(), suspension_reason = 'test' where id = {}", anna.value));
    const auto seen = items(where, borys, role::moderator);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].at("account_id").as_string(), anna.text());
    EXPECT_EQ(seen[0].at("suspended"), true);
    EXPECT_EQ(refused(where.text(), borys), "seller-only");
    EXPECT_EQ(refused(where.text(), anna), "seller-only");
    EXPECT_EQ(refused("999999", olena), "lot-not-found");
}

TEST_F(bidders_pgtest, tells_blocks_and_retractions) {
    const auto where = lot(olena);
    place(where, anna, 500'00);
    place(where, borys, 300'00);
    db.execute(
        fmt::format("insert into seller_blocks (seller_id, bidder_id, lot_id) values ({}, {}, {})", olena.value, borys.value, where.value));
    db.execute(fmt::format(
        "insert into acts (lot_id, seq, kind, actor, account_id, at, content, bids_after, bidders_after, ends_at_after, state_after, "
        "version_after, steps_before, step_bidders, step_amounts, step_reasons, hash) "
        "select lot_id, 900 + n, 'retracted', 'bidder', {}, now() - make_interval(months => n), '{{}}', 0, 0, now(), 'running', 1, 0, "
        "'{{}}', '{{}}', '{{}}', hash from acts, (values (1), (2), (7)) as months (n) where lot_id = {} and seq = 1",
        borys.value, where.value));
    const auto seen = items(where, olena);
    EXPECT_EQ(seen[0].at("name"), "borys");
    EXPECT_EQ(seen[0].at("blocked"), true);
    EXPECT_EQ(seen[0].at("retractions"), 2) << "seven months ago is forgotten";
    EXPECT_EQ(seen[1].at("retractions"), 0);
}

}  // namespace
}  // namespace gavel::bidding::test
