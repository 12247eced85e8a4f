// Each signal: the least that is one, its borders, what makes it stronger, and what an innocent person looks like.
#include "modules/trust/scores.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace gavel::trust {
namespace {

constexpr account_id bidder{1}, seller{2}, other{3};
constexpr lot_id lot{7};

// `expected` 0: no signal.
template <class Facts>
struct example {
    std::string what;
    std::function<void(Facts&)> change;
    std::int64_t expected;
};

template <class Facts, class Score>
void expect(Score score, const Facts& least, const std::vector<example<Facts>>& table) {
    for (const auto& each : table) {
        auto facts = least;
        each.change(facts);
        const auto found = score(facts);
        EXPECT_EQ(found ? found->score : 0, each.expected) << each.what;
        if (!found) continue;
        EXPECT_FALSE(found->evidence.empty()) << each.what;
        for (const auto& member : found->evidence) EXPECT_TRUE(member.value().is_int64()) << each.what << ": evidence is counts";
    }
}

pair_facts pair() {
    pair_facts f;
    f.bidder = bidder;
    f.seller = seller;
    return f;
}
bidder_facts alone() {
    bidder_facts f;
    f.bidder = bidder;
    return f;
}

TEST(scores, concentration) {
    auto least = pair();
    least.bids = 6;
    least.all_bids = 10;
    using e = example<pair_facts>;
    expect(concentration, least,
           std::vector<e>{{"six of ten", [](auto&) {}, 48},
                          {"exactly half", [](auto& f) { f.bids = 5; }, 0},
                          {"nine bids in all", [](auto& f) { f.bids = f.all_bids = 9; }, 0},
                          {"all ten", [](auto& f) { f.bids = 10; }, 80},
                          {"all fifty", [](auto& f) { f.bids = f.all_bids = 50; }, 100},
                          {"all five hundred", [](auto& f) { f.bids = f.all_bids = 500; }, 100},
                          {"a good customer", [](auto& f) { f.bids = 10, f.won = 1, f.lost = 2; }, 50},
                          {"one win in four", [](auto& f) { f.bids = 10, f.won = 1, f.lost = 3; }, 80}});
    const auto found = concentration(least);
    EXPECT_EQ(found->kind, kind::concentration);
    EXPECT_EQ(found->subject, bidder);
    EXPECT_EQ(found->other, seller);
    EXPECT_FALSE(found->lot);
}

TEST(scores, narrow_bidding) {
    auto least = alone();
    least.bids = 10;
    least.sellers = least.categories = 2;
    least.retractions = 2;
    using e = example<bidder_facts>;
    expect(narrow_bidding, least,
           std::vector<e>{{"two of each", [](auto&) {}, 40},
                          {"nine bids", [](auto& f) { f.bids = 9; }, 0},
                          {"three sellers", [](auto& f) { f.sellers = 3; }, 0},
                          {"three categories", [](auto& f) { f.categories = 3; }, 0},
                          {"one retraction", [](auto& f) { f.retractions = 1; }, 0},
                          {"one seller, one category", [](auto& f) { f.sellers = f.categories = 1; }, 70},
                          {"and six retractions", [](auto& f) { f.sellers = f.categories = 1, f.retractions = 6; }, 100}});
    EXPECT_FALSE(narrow_bidding(least)->other);
}

TEST(scores, never_wins) {
    auto least = alone();
    least.ended_bids = 20;
    least.ended_lots = 3;
    using e = example<bidder_facts>;
    expect(never_wins, least,
           std::vector<e>{{"twenty bids", [](auto&) {}, 40},
                          {"nineteen", [](auto& f) { f.ended_bids = 19; }, 0},
                          {"one win", [](auto& f) { f.won = 1; }, 0},
                          {"a hundred on three lots", [](auto& f) { f.ended_bids = 100; }, 70},
                          {"a hundred on fifteen lots", [](auto& f) { f.ended_bids = 100, f.ended_lots = 15; }, 100}});
}

TEST(scores, loses_to_seller) {
    auto least = pair();
    least.lost = 11;
    using e = example<pair_facts>;
    expect(loses_to_seller, least,
           std::vector<e>{{"eleven and no win", [](auto&) {}, 70},
                          {"ten and no win", [](auto& f) { f.lost = 10; }, 0},
                          {"eleven to one", [](auto& f) { f.won = 1; }, 50},
                          {"ten to one", [](auto& f) { f.lost = 10, f.won = 1; }, 0},
                          {"twenty to two", [](auto& f) { f.lost = 20, f.won = 2; }, 0},
                          {"forty and no win", [](auto& f) { f.lost = 40; }, 100}});
}

TEST(scores, shill_score) {
    // The textbook shill: on every lot of the seller, half of all bids, at once, in smallest steps, from the start, gone before the end.
    auto least = pair();
    least.seller_lots = least.lost = 10;
    least.bid_share_permille = 500;
    least.quick_permille = least.smallest_permille = 1000;
    least.first_bid_permille = 0;
    least.stopped_early_permille = 1000;
    using e = example<pair_facts>;
    expect(shill_score, least,
           std::vector<e>{{"the textbook", [](auto&) {}, 93},
                          {"two lots say nothing", [](auto& f) { f.lost = f.seller_lots = 2; }, 0},
                          {"three lots", [](auto& f) { f.lost = f.seller_lots = 3; }, 87},
                          {"bids to the end", [](auto& f) { f.stopped_early_permille = 0; }, 46},
                          {"one win in ten", [](auto& f) { f.won = 1; }, 81},
                          {"two wins in ten", [](auto& f) { f.won = 2; }, 72},
                          {"one lot in ten of the seller's", [](auto& f) { f.seller_lots = 100; }, 56},
                          {"counts that lag behind each other", [](auto& f) { f.seller_lots = 4; }, 93},
                          {"a sniper with one bid",
                           [](auto& f) {
                               f.bid_share_permille = 50;
                               f.quick_permille = f.smallest_permille = 0;
                               f.first_bid_permille = 990;
                               f.stopped_early_permille = 0;
                               f.lost = 3;
                               f.seller_lots = 60;
                           },
                           8}});
}

TEST(scores, reserve_probing) {
    reserve_facts least;
    least.lot = lot;
    least.bidder = bidder;
    least.seller = seller;
    least.met = true;
    least.unmet_bids = 5;
    least.unmet_smallest = 4;
    using e = example<reserve_facts>;
    expect(reserve_probing, least,
           std::vector<e>{{"four of five", [](auto&) {}, 45},
                          {"three of five", [](auto& f) { f.unmet_smallest = 3; }, 0},
                          {"three bids", [](auto& f) { f.unmet_bids = f.unmet_smallest = 3; }, 0},
                          {"four bids", [](auto& f) { f.unmet_bids = f.unmet_smallest = 4; }, 60},
                          {"went on after", [](auto& f) { f.met_bids = 1; }, 0},
                          {"the reserve is not met", [](auto& f) { f.met = false; }, 0},
                          {"leads", [](auto& f) { f.leads = true; }, 0},
                          {"twelve smallest steps", [](auto& f) { f.unmet_bids = f.unmet_smallest = 12; }, 100}});
    EXPECT_EQ(reserve_probing(least)->lot, lot);
}

TEST(scores, shared_network) {
    shared_facts least;
    least.lot = lot;
    least.subject = bidder;
    least.other = other;
    least.networks = 1;
    least.accounts = 2;
    using e = example<shared_facts>;
    const auto score = [](const shared_facts& f) { return shared_network(f, 8); };
    expect(score, least,
           std::vector<e>{{"a network of two", [](auto&) {}, 45},
                          {"no network in common", [](auto& f) { f.networks = 0; }, 0},
                          {"with the seller", [](auto& f) { f.other_is_seller = true; }, 60},
                          {"the same device", [](auto& f) { f.devices = 1; }, 75},
                          {"of the seller", [](auto& f) { f.devices = 1, f.other_is_seller = true; }, 90},
                          {"in three networks", [](auto& f) { f.networks = 3; }, 55},
                          {"five people there", [](auto& f) { f.accounts = 5; }, 33},
                          {"eight people there", [](auto& f) { f.accounts = 8; }, 20},
                          {"nine people there", [](auto& f) { f.accounts = 9; }, 0}});
    EXPECT_EQ(score(least)->kind, kind::shared_with_bidder);
    least.other_is_seller = true;
    EXPECT_EQ(score(least)->kind, kind::shared_with_seller);
    EXPECT_EQ(shared_network(least, 2)->score, 60) << "the smallest crowd";
}

TEST(scores, new_account_leading) {
    newcomer_facts least;
    least.lot = lot;
    least.leader = bidder;
    least.seller = seller;
    least.age_days = 30;
    least.deals = 2;
    least.seconds_before_end = 300;
    least.rivals = 4;
    least.known_rivals = 2;
    using e = example<newcomer_facts>;
    expect(new_account_leading, least,
           std::vector<e>{
               {"thirty days, two deals, five minutes", [](auto&) {}, 40},
               {"three deals", [](auto& f) { f.deals = 3; }, 0},
               {"older", [](auto& f) { f.age_days = 31; }, 0},
               {"earlier", [](auto& f) { f.seconds_before_end = 301; }, 0},
               {"among newcomers", [](auto& f) { f.known_rivals = 1; }, 0},
               {"without rivals", [](auto& f) { f.rivals = f.known_rivals = 0; }, 0},
               {"six days old", [](auto& f) { f.age_days = 6; }, 55},
               {"of today, no deal, in the last minute", [](auto& f) { f.age_days = 0, f.deals = 0, f.seconds_before_end = 60; }, 100}});
}

TEST(scores, exposing_retraction) {
    exposure_facts least;
    least.lot = lot;
    least.bidder = bidder;
    least.seller = seller;
    least.times = 1;
    least.closeness_permille = 900;
    using e = example<exposure_facts>;
    expect(exposing_retraction, least,
           std::vector<e>{{"nine tenths", [](auto&) {}, 50},
                          {"less", [](auto& f) { f.closeness_permille = 899; }, 0},
                          {"never", [](auto& f) { f.times = 0; }, 0},
                          {"exactly the rival's maximum", [](auto& f) { f.closeness_permille = 1000; }, 80},
                          {"twice", [](auto& f) { f.closeness_permille = 1000, f.times = 2; }, 100}});
}

TEST(scores, cancelled_with_bids) {
    cancellation_facts least;
    least.lot = lot;
    least.seller = seller;
    least.bids = least.bidders = 1;
    least.cancelled_lots = least.lots = 1;
    using e = example<cancellation_facts>;
    expect(cancelled_with_bids, least,
           std::vector<e>{{"one bid, once", [](auto&) {}, 40},
                          {"no bids", [](auto& f) { f.bids = f.bidders = 0; }, 0},
                          {"ten bidders", [](auto& f) { f.bids = f.bidders = 10; }, 60},
                          {"the second time", [](auto& f) { f.cancelled_lots = 2; }, 60},
                          {"the third time", [](auto& f) { f.cancelled_lots = 3; }, 80},
                          {"ten bidders, the tenth time", [](auto& f) { f.bids = f.bidders = 10, f.cancelled_lots = 10; }, 100}});
    const auto found = cancelled_with_bids(least);
    EXPECT_EQ(found->subject, seller);
    EXPECT_EQ(found->lot, lot);
    EXPECT_FALSE(found->other);
}

}  // namespace
}  // namespace gavel::trust
