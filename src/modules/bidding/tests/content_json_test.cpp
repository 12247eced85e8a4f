// acts.content: what is written is read back, and nothing else is.
#include "modules/bidding/content_json.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <vector>

namespace gavel::bidding::test {
namespace {

std::vector<act_content> examples() {
    auto lot = running_lot();
    std::vector<act_content> all(1);
    all.emplace_back().terms = lot;
    lot.reserve = 1000'00;
    lot.reserve_salt = {1, 2, 3};
    lot.buy_now = 1500'00;
    lot.step = 20'00;
    lot.ends_at += 1us;
    lot.soft.mode = soft_close_mode::add;
    all.emplace_back().terms = lot;
    all.back().fields = {"title", "step"};
    auto& lowered = all.emplace_back();
    lowered.reserve = 900'00;
    lowered.reserve_salt = {4, 5, 6};
    lowered.granularity = 100;
    all.emplace_back().granularity = 100;  // removed
    auto& withdrawn = all.emplace_back();
    withdrawn.reason = act_reason::wrong_amount;
    withdrawn.bidder = 3;
    withdrawn.bids = {2, 5};
    all.emplace_back().ends_at = at(20, 0, 0, 1);
    return all;
}

TEST(content_json, comes_back_the_same) {
    for (const auto& content : examples()) {
        const auto text = boost::json::serialize(to_json(content));
        EXPECT_EQ(read_act_content(boost::json::parse(text)), content) << text;
    }
}

TEST(content_json, malformed_is_nothing) {
    for (const auto* text : {"[]", "null", R"({"terms": {}})", R"({"terms": 1})", R"({"reason": "boredom"})", R"({"bidder": "3"})",
                             R"({"bids": 5})", R"({"reserve": 5})", R"({"reserve": 5, "reserve_salt": "00"})",
                             R"({"reserve": 5, "reserve_salt": "zz"})", R"({"ends_at": "soon"})"})
        EXPECT_FALSE(read_act_content(boost::json::parse(text))) << text;
}

}  // namespace
}  // namespace gavel::bidding::test
