// Who is told what after each command.
#include "modules/bidding/messages.hpp"
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gavel::bidding::test {
namespace {

constexpr account_id watcher{500};

std::string name_of_reader(account_id who) {
    return who == seller ? "seller" : who == watcher ? "watcher" : std::string(1, letter_of(who));
}

// "A lost, B won", sorted.
std::string told(const std::vector<message>& all) {
    std::vector<std::string> lines;
    for (const auto& each : all) lines.push_back(fmt::format("{} {}", name_of_reader(each.to), to_string(each.kind)));
    std::ranges::sort(lines);
    return fmt::format("{}", fmt::join(lines, ", "));
}

// After the last act of a play, with A, B and C among the bidders and A also watching.
std::string told(const play& game) {
    const auto bidders = game.bidders();
    const std::vector<account_id> watchers{watcher, bidder('A')};
    return told(game.messages({bidders, watchers}));
}

play contested(std::optional<std::int64_t> reserve = std::nullopt) {
    auto lot = running_lot();
    lot.reserve = reserve;
    lot.buy_now = 9000'00;
    play game(lot);
    game.bid("A300");
    game.bid("B2000");
    game.bid("C400");
    return game;
}

TEST(messages, of_a_bid_reach_only_the_displaced_leader) {
    play game(running_lot());
    EXPECT_TRUE(messages_of(*game.bid('A', 300'00, at(13, 0, 0))).empty());
    EXPECT_TRUE(messages_of(*game.bid('A', 400'00, at(13, 0, 0))).empty());
    EXPECT_TRUE(messages_of(*game.bid('B', 350'00, at(13, 0, 0))).empty());
    const auto news = messages_of(*game.bid('B', 900'00, at(13, 0, 0)));
    ASSERT_EQ(told(news), "A outbid");
    EXPECT_EQ(news[0].seq, 5);
    EXPECT_EQ(news[0].price, (money{405'00, {}}));
}

TEST(messages, of_a_retraction) {
    auto game = contested();
    game.bid("B retracts");
    EXPECT_EQ(told(game), "C leading, seller withdrawn_by_bidder");
    auto quiet = contested();
    quiet.bid("C retracts");
    EXPECT_EQ(told(quiet), "seller withdrawn_by_bidder");
}

TEST(messages, of_cancelled_bids) {
    auto by_seller = contested();
    by_seller.bid("B cut");
    EXPECT_EQ(told(by_seller), "B bids_cancelled, C leading");
    auto banned = contested();
    banned.take(ban(banned.lot(), banned.log(), 2, at(13, 0, 0), {}).value().back());
    EXPECT_EQ(told(banned), "B bids_cancelled, C leading, seller withdrawn_by_bidder");
    EXPECT_EQ(banned.messages({})[0].reason, act_reason::suspended);
}

TEST(messages, of_a_cut_maximum) {
    auto game = contested(3000'00);
    game.take(change_reserve(game.lot(), {seller, money{1500'00, {}}}, {}, at(13, 0, 0), {}));
    EXPECT_EQ(told(game), "B max_cut");
    EXPECT_EQ(game.messages({})[0].max, (money{1499'00, {}}));
    game.take(change_reserve(game.lot(), {seller, std::nullopt}, {}, at(13, 0, 0), {}));
    EXPECT_EQ(told(game), "");
}

TEST(messages, of_a_clock_reach_everybody_once) {
    auto game = contested();
    game.take(freeze(game.lot(), staff, act_reason::complaint, at(14, 0, 0)));
    EXPECT_EQ(told(game), "A frozen, B frozen, C frozen, seller frozen, watcher frozen");
    EXPECT_EQ(game.messages({})[0].reason, act_reason::complaint);
    game.take(resume(game.lot(), staff, act_reason::resolved, at(15, 0, 0), {}));
    EXPECT_EQ(told(game), "A resumed, B resumed, C resumed, seller resumed, watcher resumed");
    EXPECT_EQ(game.messages({})[0].ends_at, at(21, 0, 0));
    game.take(*extend_for_outage(game.lot(), std::vector{gap{at(20, 50, 0), at(20, 58, 0)}}, at(20, 58, 0), {}));
    EXPECT_EQ(told(game), "A extended, B extended, C extended, seller extended, watcher extended");
}

TEST(messages, of_an_end) {
    auto hammer = contested();
    hammer.take(*closed(hammer.lot(), at(20, 0, 0)));
    EXPECT_EQ(told(hammer), "A lost, B won, C lost, seller sold");
    auto unsold = contested(3000'00);
    unsold.take(*closed(unsold.lot(), at(20, 0, 0)));
    EXPECT_EQ(told(unsold), "A lost, B lost, C lost, seller unsold");
    auto early = contested();
    early.take(sell_early(early.lot(), seller, at(14, 0, 0)));
    EXPECT_EQ(told(early), "A lost, B won, C lost, seller sold");
    auto bought = contested(3000'00);
    bought.bid("D buys");
    EXPECT_EQ(told(bought), "A lost, B lost, C lost, D won, seller sold");
}

TEST(messages, of_a_cancelled_lot_reach_everybody_else) {
    auto removed = contested();
    removed.take(remove(removed.lot(), staff, act_reason::fraud, at(14, 0, 0)));
    EXPECT_EQ(told(removed), "A cancelled, B cancelled, C cancelled, seller cancelled, watcher cancelled");
    auto lot = running_lot();
    lot.ends_at = lot.original_ends_at = at(20, 0, 0) + 24h;
    lot.hard_ends_at = lot.ends_at;
    play own(lot);
    own.bid("A300");
    own.take(cancel(own.lot(), seller, act_reason::damaged, at(14, 0, 0), {}));
    EXPECT_EQ(told(own), "A cancelled, watcher cancelled");
}

// A batch of bids is told once: who leads again at its end was never outbid, and nobody is outbid twice.
TEST(messages, of_a_batch_are_those_still_true) {
    play game(running_lot());
    std::vector<message> all;
    for (const auto& [who, amount] : {std::pair{'A', 300'00}, {'B', 500'00}, {'C', 700'00}, {'A', 900'00}, {'B', 1100'00}, {'A', 1500'00}})
        std::ranges::move(messages_of(*game.bid(who, amount, at(13, 0, 0))), std::back_inserter(all));
    EXPECT_EQ(told(all), "A outbid, A outbid, B outbid, B outbid, C outbid");
    const auto kept = still_true(all, game.lot());
    EXPECT_EQ(told(kept), "B outbid, C outbid");
    EXPECT_EQ(kept.back().seq, 7);
}

}  // namespace
}  // namespace gavel::bidding::test
