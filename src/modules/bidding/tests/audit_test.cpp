// The audit chain: the worked example of docs/develop/audit-chain.md, what is revealed to whom, and that any change of a stored record or
// standing is found where it was made.
#include "modules/bidding/audit.hpp"
#include "base/random.hpp"
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::bidding::test {
namespace {

salt salt_of(unsigned char byte) {
    salt drawn;
    drawn.fill(byte);
    return drawn;
}

// V61 with a reserve of 1 000 and buy-now at 1 500: what the page of the format shows. tools/docs/audit_chain.test.mjs reads the head from
// here.
constexpr std::string_view example_head = "806238b346fd46381c663e472590e1d373e44c641d2278af401b7510f1776444";

play example() {
    auto lot = running_lot();
    lot.lot = lot_id{42};
    lot.reserve = 1000'00;
    lot.reserve_salt = salt_of(0xA0);
    lot.buy_now = 1500'00;
    play game(lot);
    game.bid("A300", at(13, 0, 0));
    game.bid("B1500", at(13, 5, 0, 250));
    game.bid("B retracts", at(13, 30, 0));
    return game;
}

TEST(audit, worked_example) {
    const auto game = example();
    EXPECT_EQ(text_of(game.lot(), game.log()[1]),
              "gavel-audit-1\n"
              "lot 42\n"
              "seq 2\n"
              "at 2026-11-22T13:00:00.000000Z\n"
              "kind bid\n"
              "bidder 1\n"
              "max c583e1adec3d02adbb27740900d975a4fa3055330f034c215cc99242324f0eb8\n"
              "outcome leading\n"
              "price 10000 UAH\n"
              "leader 1\n"
              "bids 1\n"
              "ends 2026-11-22T20:00:00.000000Z\n"
              "state running");
    EXPECT_EQ(hex(game.lot().audit_head), example_head);
}

TEST(audit, commitments_hide_and_bind) {
    const auto hidden = commitment({150'000, {}}, salt_of(1));
    EXPECT_EQ(hex(hidden), hex(sha256("gavel-commitment-1\n01010101010101010101010101010101\n150000 UAH")));
    EXPECT_NE(hidden, commitment({150'000, {}}, salt_of(2)));
    EXPECT_NE(hidden, commitment({150'001, {}}, salt_of(1)));
    EXPECT_NE(hidden, commitment({150'000, *currency::parse("USD")}, salt_of(1)));
}

TEST(audit, reveals_only_what_is_no_secret_any_more) {
    auto lot = running_lot();
    lot.reserve = 1000'00;
    lot.reserve_salt = salt_of(7);
    play game(lot);
    game.bid("A300");
    game.bid("B500");
    game.bid("B900");
    const auto opened_to = [&](std::size_t at, std::optional<account_id> reader) {
        return revealed(game.lot(), game.log().at(at), reader);
    };
    // The outbid maximum is public; of the leader no bid is, not even the lower one.
    EXPECT_EQ(opened_to(1, {})->amount, (money{300'00, {}}));
    EXPECT_EQ(opened_to(1, {})->drawn, std::get<bid_record>(game.log()[1]).salt);
    EXPECT_FALSE(opened_to(2, {}));
    EXPECT_FALSE(opened_to(2, bidder('A')));
    EXPECT_FALSE(opened_to(3, seller));
    EXPECT_EQ(opened_to(3, bidder('B'))->amount, (money{900'00, {}}));
    // The reserve is the seller's.
    EXPECT_FALSE(opened_to(0, {}));
    EXPECT_FALSE(opened_to(0, bidder('A')));
    EXPECT_EQ(opened_to(0, seller), (opening{{1000'00, {}}, salt_of(7)}));
    game.take(change_reserve(game.lot(), {seller, money{950'00, {}}}, salt_of(8), at(13, 0, 0), {}));
    EXPECT_FALSE(opened_to(4, bidder('B')));
    EXPECT_EQ(opened_to(4, seller), (opening{{950'00, {}}, salt_of(8)}));
    // Nor is a maximum that was taken back while it was above the price.
    game.bid("B retracts");
    game.bid("A retracts");
    EXPECT_FALSE(opened_to(3, {}));
}

TEST(audit, a_purchase_reveals_nobodys_maximum) {
    auto lot = running_lot();
    lot.reserve = 1000'00;
    lot.buy_now = 2000'00;
    play game(lot);
    game.bid("A300");
    game.bid("B buys");
    EXPECT_FALSE(revealed(game.lot(), game.log()[1], {}));
}

// One lot through every kind of act but the last: terms, a first life with cancelled bids, a second with a retraction, a freeze, an outage.
play eventful() {
    auto lot = running_lot();
    lot.starts_at = start_time - 24h;
    lot.reserve = 1000'00;
    lot.reserve_salt = salt_of(7);
    play game(lot);                   // 1 opened
    game.bid("A300", at(6, 0, 0));    // 2
    game.bid("A cut", at(6, 10, 0));  // 3 bids_cancelled
    terms_edit edit{seller, {"title", "step"}, 200'00, 1500'00, 3000'00, 20'00, at(21, 0, 0)};
    game.take(change_terms(game.lot(), edit, salt_of(8), at(6, 20, 0), {}));                           // 4 terms_changed
    game.bid("B500", at(7, 0, 0));                                                                     // 5
    game.bid("A900", at(7, 10, 0));                                                                    // 6
    game.take(change_reserve(game.lot(), {seller, money{850'00, {}}}, salt_of(9), at(7, 20, 0), {}));  // 7 reserve_changed, cuts A
    game.bid("C2000", at(14, 0, 0));                                                                   // 8
    game.bid("C retracts", at(14, 10, 0));                                                             // 9 retracted
    game.take(freeze(game.lot(), staff, act_reason::complaint, at(15, 0, 0)));                         // 10 frozen
    game.take(resume(game.lot(), staff, act_reason::resolved, at(16, 0, 0), {}));                      // 11 resumed
    game.take(*extend_for_outage(game.lot(), std::vector{gap{at(21, 50, 0), at(21, 58, 0)}}, at(21, 58, 0), {}));  // 12 extended
    game.bid("B1200", at(22, 0, 0));                                                                               // 13
    return game;
}

std::optional<difference> checked(const play& game, const std::vector<record>& log) {
    return first_difference(game.lot(), log, game.bidders());
}

TEST(audit, of_every_kind_of_record_is_clean) {
    auto game = eventful();
    EXPECT_EQ(checked(game, game.log()), std::nullopt);
    auto hammer = game, early = game, removed = game;
    hammer.take(*closed(hammer.lot(), at(23, 0, 0)));
    EXPECT_EQ(checked(hammer, hammer.log()), std::nullopt);
    early.take(sell_early(early.lot(), seller, at(22, 10, 0)));
    EXPECT_EQ(checked(early, early.log()), std::nullopt);
    removed.take(remove(removed.lot(), {account_id{77}, true, false}, act_reason::fraud, at(22, 10, 0)));
    EXPECT_EQ(checked(removed, removed.log()), std::nullopt);
    auto bought = example();
    bought.bid("C buys");
    EXPECT_EQ(checked(bought, bought.log()), std::nullopt);
}

TEST(audit, of_a_lot_that_a_worker_started) {
    auto lot = running_lot();
    lot.state = lot_state::scheduled;
    lot.starts_at = start_time + 1h;
    play game(lot);
    EXPECT_EQ(checked(game, game.log()), std::nullopt);
    game.lot().state = lot_state::running;
    ++game.lot().version;
    EXPECT_EQ(checked(game, game.log()), std::nullopt);
    game.bid("A300", at(14, 0, 0));
    EXPECT_EQ(checked(game, game.log()), std::nullopt);
}

template <class Record>
struct tampering {
    std::string name;
    std::size_t at;  // seq
    std::function<void(Record&)> change;
    std::string_view what = "hash";
};

void expect_found(const std::string& name, const play& game, const std::vector<record>& log, std::size_t seq, std::string_view what) {
    const auto found = checked(game, log);
    ASSERT_TRUE(found) << name << " was not noticed";
    EXPECT_EQ(found->seq, static_cast<std::int64_t>(seq)) << name;
    EXPECT_EQ(found->what, what) << name;
}

// clang-format off
TEST(audit, a_changed_bid_is_found_where_it_is) {
    const std::vector<tampering<bid_record>> all{
        {"seq",        5, [](auto& b) { b.seq = 6; }, "seq"},
        {"at",         5, [](auto& b) { b.at += 1us; }},
        {"bidder",     5, [](auto& b) { b.bidder = bidder('C'); }, "account"},
        {"number",     5, [](auto& b) { b.number = 1; }},
        {"max",        5, [](auto& b) { b.max += 1; }},
        {"salt",       5, [](auto& b) { b.salt[0] ^= 1; }},
        {"outcome",    5, [](auto& b) { b.outcome = bid_outcome::raised; }},
        {"no_steps",   8, [](auto& b) { b.steps.clear(); }, "effect"},
        {"step_who",   8, [](auto& b) { b.steps[0].bidder = 2; }, "effect"},
        {"step_sum",   8, [](auto& b) { ++b.steps[0].amount; }, "effect"},
        {"step_why",   8, [](auto& b) { b.steps[0].reason = step_reason::tie; }, "effect"},
        {"price",      8, [](auto& b) { ++*b.after.price; }},
        {"leader",     8, [](auto& b) { b.after.leader = 1; }},
        {"bids",       8, [](auto& b) { ++b.after.bids; }},
        {"bidders",    8, [](auto& b) { ++b.after.bidders; }, "effect"},
        {"ends_at",    8, [](auto& b) { b.after.ends_at += 1us; }},
        {"state",      8, [](auto& b) { b.after.state = lot_state::frozen; }},
        {"version",    8, [](auto& b) { ++b.after.version; }, "effect"},
        {"hash",       8, [](auto& b) { b.hash[31] ^= 1; }},
    };
    const auto game = eventful();
    for (const auto& [name, seq, change, what] : all) {
        auto log = game.log();
        change(std::get<bid_record>(log.at(seq - 1)));
        expect_found(name, game, log, seq, what);
    }
}

TEST(audit, a_changed_act_is_found_where_it_is) {
    const std::vector<tampering<act>> all{
        {"seq",              3, [](auto& a) { a.seq = 4; }, "seq"},
        {"at",               3, [](auto& a) { a.at += 1us; }},
        {"kind",             3, [](auto& a) { a.kind = act_kind::retracted; }},
        {"actor",            3, [](auto& a) { a.actor = actor::moderator; }},
        {"account",          3, [](auto& a) { a.account = bidder('A'); }, "account"},
        {"moderator_gone",  10, [](auto& a) { a.account.reset(); }, "account"},
        {"system_is_nobody", 12, [](auto& a) { a.account = seller; }, "account"},
        {"whose_retraction", 9, [](auto& a) { a.account = bidder('B'); }, "account"},
        {"reason",           3, [](auto& a) { a.content.reason = act_reason::fraud; }},
        {"bidder",           3, [](auto& a) { a.content.bidder = 2; }},
        {"bids",             9, [](auto& a) { a.content.bids = {6}; }},
        {"new_end",         11, [](auto& a) { *a.content.ends_at += 1us; }},
        {"fields",           4, [](auto& a) { a.content.fields.pop_back(); }},
        {"new_reserve",      7, [](auto& a) { ++*a.content.reserve; }},
        {"its_salt",         7, [](auto& a) { a.content.reserve_salt[0] ^= 1; }},
        {"granularity",      7, [](auto& a) { ++a.content.granularity; }},
        {"currency",         4, [](auto& a) { a.content.terms->currency = *currency::parse("USD"); }},
        {"start",            4, [](auto& a) { ++a.content.terms->start; }},
        {"reserve",          4, [](auto& a) { ++*a.content.terms->reserve; }},
        {"reserve_salt",     4, [](auto& a) { a.content.terms->reserve_salt[0] ^= 1; }},
        {"buy_now",          4, [](auto& a) { a.content.terms->buy_now.reset(); }},
        {"step",             4, [](auto& a) { ++*a.content.terms->step; }},
        {"increments",       4, [](auto& a) { a.content.terms->increments = "usd"; }},
        {"chase",            4, [](auto& a) { a.content.terms->chase = true; }},
        {"starts_at",        4, [](auto& a) { a.content.terms->starts_at += 1us; }},
        {"ends_at",          4, [](auto& a) { a.content.terms->ends_at += 1us; }},
        {"hard_ends_at",     4, [](auto& a) { a.content.terms->hard_ends_at += 1us; }},
        {"soft_mode",        4, [](auto& a) { a.content.terms->soft.mode = soft_close_mode::add; }},
        {"soft_window_s",    4, [](auto& a) { ++a.content.terms->soft.window_s; }},
        {"soft_extend_s",    4, [](auto& a) { ++a.content.terms->soft.extend_s; }},
        {"steps",            9, [](auto& a) { a.steps.clear(); }, "effect"},
        {"price",            9, [](auto& a) { ++*a.after.price; }},
        {"leader",           9, [](auto& a) { a.after.leader = 3; }},
        {"bids_after",       9, [](auto& a) { ++a.after.bids; }},
        {"bidders",          9, [](auto& a) { ++a.after.bidders; }, "effect"},
        {"ends_after",       9, [](auto& a) { a.after.ends_at += 1us; }},
        {"state",            9, [](auto& a) { a.after.state = lot_state::frozen; }},
        {"version",          9, [](auto& a) { ++a.after.version; }, "effect"},
        {"hash",             9, [](auto& a) { a.hash[0] ^= 1; }},
    };
    const auto game = eventful();
    for (const auto& [name, seq, change, what] : all) {
        auto log = game.log();
        change(std::get<act>(log.at(seq - 1)));
        expect_found(name, game, log, seq, what);
    }
}

TEST(audit, a_changed_standing_is_found) {
    const std::vector<tampering<standing>> all{
        {"lot",              1, [](auto& s) { s.lot = lot_id{8}; }},
        {"seller",           1, [](auto& s) { s.seller = account_id{1001}; }, "account"},
        {"currency",         1, [](auto& s) { s.currency = *currency::parse("USD"); }},
        {"start",           13, [](auto& s) { ++s.start; }, "standing"},
        {"reserve",         13, [](auto& s) { s.reserve.reset(); }, "standing"},
        {"reserve_salt",    13, [](auto& s) { s.reserve_salt[0] ^= 1; }, "standing"},
        {"buy_now",         13, [](auto& s) { ++*s.buy_now; }, "standing"},
        {"step",            13, [](auto& s) { ++*s.step; }, "standing"},
        {"increments",      13, [](auto& s) { s.increments = "usd"; }, "standing"},
        {"chase",           13, [](auto& s) { s.chase = true; }, "standing"},
        {"starts_at",       13, [](auto& s) { s.starts_at += 1us; }, "standing"},
        {"ends_at",         13, [](auto& s) { s.ends_at += 1us; }, "standing"},
        {"original_ends_at", 13, [](auto& s) { s.original_ends_at += 1us; }, "standing"},
        {"hard_ends_at",    13, [](auto& s) { s.hard_ends_at += 1us; }, "standing"},
        {"soft",            13, [](auto& s) { ++s.soft.window_s; }, "standing"},
        {"state",           13, [](auto& s) { s.state = lot_state::ended_sold; }, "standing"},
        {"price",           13, [](auto& s) { ++*s.price; }, "standing"},
        {"leader",          13, [](auto& s) { s.leader->bidder = bidder('A'); }, "standing"},
        {"leader_number",   13, [](auto& s) { s.leader->number = 1; }, "standing"},
        {"leader_max",      13, [](auto& s) { ++s.leader->max; }, "standing"},
        {"leader_seq",      13, [](auto& s) { --s.leader->seq; }, "standing"},
        {"bids",            13, [](auto& s) { ++s.bids; }, "standing"},
        {"bidders",         13, [](auto& s) { ++s.bidders; }, "standing"},
        {"steps",           13, [](auto& s) { ++s.steps; }, "standing"},
        {"next_seq",        13, [](auto& s) { ++s.next_seq; }, "standing"},
        {"version",         13, [](auto& s) { ++s.version; }, "standing"},
        {"audit_head",      13, [](auto& s) { s.audit_head[0] ^= 1; }, "head"},
        {"unsold",          13, [](auto& s) { s.unsold = unsold_reason::no_bids; }, "standing"},
        {"sold_by",         13, [](auto& s) { s.sold_by = sold_by::early; }, "standing"},
        {"cancelled_for",   13, [](auto& s) { s.cancelled_for = act_reason::fraud; }, "standing"},
        {"frozen_at",       13, [](auto& s) { s.frozen_at = s.ends_at; }, "standing"},
        {"closed_at",       13, [](auto& s) { s.closed_at = s.ends_at; }, "standing"},
    };
    for (const auto& [name, seq, change, what] : all) {
        auto game = eventful();
        change(game.lot());
        expect_found(name, game, game.log(), seq, what);
    }
}
// clang-format on

TEST(audit, missing_and_moved_records_are_found) {
    const auto game = eventful();
    auto cut = game.log();
    cut.erase(cut.begin() + 4);
    expect_found("a gap", game, cut, 5, "seq");
    auto moved = game.log();
    std::swap(moved[4], moved[5]);
    expect_found("another order", game, moved, 5, "seq");
    auto shorter = game.log();
    shorter.pop_back();
    expect_found("a lost end", game, shorter, 13, "seq");
    expect_found("no log", game, {}, 1, "seq");
}

// Whoever rewrites the whole chain behind a change still cannot make a bid that the rules would not have accepted.
TEST(audit, a_rewritten_chain_is_judged) {
    auto game = eventful();
    auto log = game.log();
    auto& bid = std::get<bid_record>(log.at(12));
    bid.max = 100'00;
    const auto& before = std::get<act>(log.at(11)).hash;
    bid.hash = link(before, text_of(game.lot(), log.at(12)));
    game.lot().audit_head = bid.hash;
    expect_found("an unacceptable bid", game, log, 13, "effect");
}

}  // namespace
}  // namespace gavel::bidding::test
