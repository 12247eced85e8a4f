// What each person may do about a lot in each state, as a table: rows are situations, cells the problem in the way.
#include "modules/bidding/permissions.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

namespace gavel::bidding::test {
namespace {

constexpr std::string_view fine = "";

struct who_and_when {
    std::string name;
    char role;  // S seller, M moderator, A leader, B outbid, C newcomer
    instant now;
    std::function<void(standing&)> change;
    // bid, buy_now, retract, cancel_bids, change_reserve, edit, cancel, sell_now, relist, freeze, resume
    std::array<std::string_view, action_names.size()> expected;
};

void PrintTo(const who_and_when& w, std::ostream* out) { *out << w.name; }

class may : public testing::TestWithParam<who_and_when> {};

TEST_P(may, do_what_the_commands_allow) {
    const auto& w = GetParam();
    auto published = running_lot();
    published.starts_at = at(20, 0, 0) - 72h;
    play game(published);
    if (w.role != '-') {
        game.bid("A500", at(6, 30, 0));
        game.bid("B300", at(6, 30, 0));
    }
    auto lot = game.lot();
    if (w.change) w.change(lot);
    person who;
    who.account = w.role == 'S' || w.role == '-' ? seller : w.role == 'M' ? account_id{77} : bidder(w.role);
    who.is_moderator = w.role == 'M';
    who.bidder = game.facts(w.role);
    if (who.bidder.number) who.retractions.bids = standing_bids_of(game.log(), *who.bidder.number);
    const auto found = permissions_of(lot, who, w.now, {});
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].refusal ? found[i].refusal->slug : fine, w.expected[i]) << action_names[i];
        EXPECT_TRUE(!found[i].refusal || !found[i].until) << action_names[i];
    }
}

void sold(standing& lot) { lot.state = lot_state::ended_sold; }
void unsold(standing& lot) { lot.state = lot_state::ended_unsold; }
void frozen(standing& lot) {
    lot.state = lot_state::frozen;
    lot.frozen_at = at(7, 0, 0);
}
void below_reserve(standing& lot) {
    lot.reserve = 900'00;
    lot.buy_now = 2000'00;
}
void scheduled(standing& lot) { lot.state = lot_state::scheduled; }

// clang-format off
constexpr std::string_view S = "seller-only", M = "moderators-only", own = "own-lot", ended = "lot-ended", ice = "lot-frozen",
                           bids = "lot-has-bids", soon = "lot-not-started", close = "too-close-to-end", nobids = "no-standing-bids";

INSTANTIATE_TEST_SUITE_P(rules, may, testing::Values(
    //                                                            bid   buy            retract            cut   reserve edit  cancel          sell                   relist            freeze resume
    who_and_when{"the_leader_early",     'A', at(7, 0, 0),  {},   {fine, "no-buy-now",  fine,              S,    S,    S,    S,              S,                     S,                M,    M}},
    who_and_when{"a_rival_early",        'B', at(7, 0, 0),  {},   {fine, "no-buy-now",  fine,              S,    S,    S,    S,              S,                     S,                M,    M}},
    who_and_when{"a_newcomer",           'C', at(7, 0, 0),  {},   {fine, "no-buy-now",  nobids,            S,    S,    S,    S,              S,                     S,                M,    M}},
    who_and_when{"a_newcomer_below_reserve", 'C', at(7, 0, 0), below_reserve, {fine, fine, nobids,         S,    S,    S,    S,              S,                     S,                M,    M}},
    who_and_when{"the_leader_late",      'A', at(9, 0, 0),  {},   {fine, "no-buy-now",  "retraction-closed", S,  S,    S,    S,              S,                     S,                M,    M}},
    who_and_when{"the_seller_early",     'S', at(7, 0, 0),  {},   {own,  own,           nobids,            fine, bids, bids, fine,           fine,                  "not-relistable", M,    M}},
    who_and_when{"the_seller_late",      'S', at(9, 0, 0),  {},   {own,  own,           nobids,            fine, bids, bids, "sell-or-wait", fine,                  "not-relistable", M,    M}},
    who_and_when{"the_seller_below_reserve", 'S', at(9, 0, 0), below_reserve, {own, own, nobids,           fine, fine, bids, "sell-or-wait", "reserve-not-reached", "not-relistable", M,    M}},
    who_and_when{"the_seller_without_bids_early", '-', at(7, 0, 0), {}, {own, own,      nobids,            nobids, fine, fine, fine,         "lot-without-bids",    "not-relistable", M,    M}},
    who_and_when{"the_seller_without_bids_late", '-', at(9, 0, 0), {}, {own, own,       nobids,            nobids, close, close, fine,       "lot-without-bids",    "not-relistable", M,    M}},
    who_and_when{"the_seller_before_the_start", '-', at(20, 0, 0) - 73h, scheduled, {soon, soon, soon,     soon, soon, soon, fine,           soon,                  "not-relistable", M,    M}},
    who_and_when{"the_seller_frozen",    'S', at(7, 0, 0),  frozen, {ice, ice,          ice,               ice,  ice,  ice,  ice,            ice,                   "not-relistable", M,    M}},
    who_and_when{"the_seller_sold",      'S', at(21, 0, 0), sold, {ended, ended,        ended,             ended, ended, ended, ended,       ended,                 "not-relistable", M,    M}},
    who_and_when{"the_seller_unsold",    'S', at(21, 0, 0), unsold, {ended, ended,      ended,             ended, ended, ended, ended,       ended,                 fine,             M,    M}},
    who_and_when{"a_moderator",          'M', at(7, 0, 0),  {},   {fine, "no-buy-now",  nobids,            S,    S,    S,    fine,           S,                     S,                fine, "lot-not-frozen"}},
    who_and_when{"a_moderator_frozen",   'M', at(7, 0, 0),  frozen, {ice, ice,          ice,               S,    S,    S,    fine,           S,                     S,                ice,  fine}},
    who_and_when{"a_moderator_sold",     'M', at(21, 0, 0), sold, {ended, ended,        ended,             S,    S,    S,    ended,          S,                     S,                ended, "lot-not-frozen"}}),
    name_of());
// clang-format on

TEST(permissions, say_until_when) {
    auto published = running_lot();
    published.starts_at = at(20, 0, 0) - 72h;
    play game(published);
    game.bid("A500", at(6, 30, 0));
    person who;
    who.account = bidder('A');
    who.bidder = game.facts('A');
    who.retractions.bids = standing_bids_of(game.log(), 1);
    const auto until = [&](action what) {
        return permissions_of(game.lot(), who, at(7, 0, 0), {}).at(static_cast<std::size_t>(what)).until;
    };
    EXPECT_EQ(until(action::bid), at(20, 0, 0));
    EXPECT_EQ(until(action::retract), at(8, 0, 0));
    who.account = seller;
    EXPECT_EQ(until(action::cancel), at(8, 0, 0));
    EXPECT_EQ(until(action::sell_now), at(20, 0, 0));
    EXPECT_FALSE(until(action::relist));
}

TEST(permissions, in_full_say_what_a_retraction_takes_and_how_many_are_left) {
    play game(running_lot());
    game.bid("A500");
    person who;
    who.account = bidder('A');
    who.retractions.bids = standing_bids_of(game.log(), 1);
    who.retractions.recent = 1;
    const auto full = in_full({}, game.lot(), who, at(13, 30, 0), {});
    EXPECT_EQ(full.retracts, retraction_scope::latest);
    EXPECT_EQ(full.retractions_left, 1);
    const auto later = in_full({}, game.lot(), who, at(14, 30, 0), {});
    EXPECT_FALSE(later.retracts);
}

}  // namespace
}  // namespace gavel::bidding::test
