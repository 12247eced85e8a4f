// Commands of bidders and sellers against PostgreSQL: what they leave in the standing, the log and the news, who may and who may not.
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class acts_pgtest : public auction_test {
protected:
    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys"), vira = account("vira");

    std::string buy(account_id who, lot_id lot, std::int64_t amount, std::string key = random_uuid()) {
        return shown(run(here.acts.buy(by(who, lot, std::move(key)), money{amount, {}}, soon())));
    }
    std::string retract(account_id who, lot_id lot, act_reason reason, std::optional<std::int64_t> rebid = {}) {
        return shown(run(here.acts.retract(by(who, lot), reason, rebid ? std::optional(money{*rebid, {}}) : std::nullopt, soon())));
    }
    std::string cut(account_id who, lot_id lot, std::int32_t number, bool block = false) {
        return shown(run(here.acts.cancel_bids(by(who, lot), number, act_reason::bidder_asked, block, soon())));
    }
    std::string reserve(account_id who, lot_id lot, std::optional<std::int64_t> amount) {
        return shown(run(here.acts.change_reserve(by(who, lot), amount ? std::optional(money{*amount, {}}) : std::nullopt, soon())));
    }
    std::string cancel(account_id who, lot_id lot) { return shown(run(here.acts.cancel(by(who, lot), act_reason::damaged, soon()))); }
    std::string sell(account_id who, lot_id lot) { return shown(run(here.acts.sell_early(by(who, lot), soon()))); }
};

TEST_F(acts_pgtest, buying_at_once_ends_the_lot_at_its_price) {
    const auto where = lot(olena, {.reserve = 800'00, .buy_now = 1200'00});
    ASSERT_TRUE(place(where, anna, 300'00));
    EXPECT_EQ(buy(borys, where, 1300'00), "buy-now-changed");
    EXPECT_EQ(buy(olena, where, 1200'00), "own-lot");
    EXPECT_EQ(buy(borys, where, 1200'00), "ended_sold 1200/2");
    EXPECT_EQ(db.scalar("select sold_by || ' ' || bids || ' ' || bidders from standings"), "buy_now 1 2");
    EXPECT_EQ(events(where), fmt::format("lost {}, sold {}, won {}", anna.value, olena.value, borys.value));
    EXPECT_EQ(buy(vira, where, 1200'00), "lot-ended");
    EXPECT_EQ(place(where, anna, 5000'00).error().kind().slug, "lot-ended");
    expect_whole(where);
}

TEST_F(acts_pgtest, buying_at_once_is_over_when_bidding_moved_on) {
    const auto plain = lot(olena, {.buy_now = 1000'00}), without = lot(olena);
    EXPECT_EQ(buy(anna, without, 1000'00), "no-buy-now");
    ASSERT_TRUE(place(plain, anna, 100'00));
    EXPECT_EQ(buy(borys, plain, 1000'00), "buy-now-gone");
    EXPECT_EQ(buy(borys, lot_id{999'999}, 1000'00), "lot-not-found");
    EXPECT_EQ(retract(anna, plain, act_reason::seller_unreachable), "retraction-closed") << "in the last hour";
}

TEST_F(acts_pgtest, a_retraction_is_a_replay_and_brings_buying_at_once_back) {
    const auto where = lot(olena, {.buy_now = 1000'00, .lasts = 24h});
    place(where, anna, 300'00);
    place(where, borys, 2000'00);
    place(where, vira, 400'00);
    EXPECT_EQ(retract(olena, where, act_reason::seller_unreachable), "no-standing-bids");
    EXPECT_EQ(retract(borys, where, act_reason::description_changed), "description-not-changed");
    EXPECT_EQ(retract(borys, where, act_reason::seller_unreachable), "305/3");
    EXPECT_EQ(events(where), fmt::format("leading {}, withdrawn_by_bidder {}", vira.value, olena.value));
    EXPECT_EQ(db.scalar("select string_agg(bid_seq || ' by ' || act_seq, ',') from bid_voids"), "3 by 5");
    EXPECT_EQ(db.scalar(fmt::format("select max_amount from participants where bidder_id = {}", borys.value)), "");
    expect_whole(where);
    EXPECT_EQ(retract(vira, where, act_reason::seller_unreachable), "100/1");
    EXPECT_EQ(retract(anna, where, act_reason::seller_unreachable), "-");
    expect_whole(where);
    EXPECT_EQ(buy(borys, where, 1000'00), "ended_sold 1000/2") << "the number stays";
    expect_whole(where);
}

TEST_F(acts_pgtest, a_wrong_amount_is_replaced_in_the_same_moment) {
    const auto where = lot(olena, {.lasts = 24h});
    place(where, anna, 300'00);
    place(where, borys, 70'000'00);
    const auto asked = by(borys, where);
    const auto done = run(here.acts.retract(asked, act_reason::wrong_amount, money{700'00, {}}, soon()));
    ASSERT_TRUE(done);
    EXPECT_EQ(shown(done->act.standing), "100/1");
    ASSERT_TRUE(done->bid);
    EXPECT_EQ(done->bid->seq, done->act.seq + 1);
    EXPECT_EQ(shown(done->bid->standing), "305/2");
    expect_whole(where);

    const auto again = run(here.acts.retract(asked, act_reason::wrong_amount, money{700'00, {}}, soon()));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->act.seq, done->act.seq);
    EXPECT_EQ(shown(again->act.standing), "100/1");
    EXPECT_EQ(again->bid->receipt.hash, done->bid->receipt.hash);
    EXPECT_EQ(shown(again->bid->standing), "305/2");
    EXPECT_EQ(shown(run(here.acts.retract(asked, act_reason::wrong_amount, money{800'00, {}}, soon()))), "key-reused");
    EXPECT_EQ(db.scalar("select count(*) from bids"), "3");
}

TEST_F(acts_pgtest, a_bid_that_cannot_replace_the_wrong_one_changes_nothing) {
    const auto where = lot(olena, {.lasts = 24h});
    place(where, anna, 300'00);
    place(where, borys, 70'000'00);
    EXPECT_EQ(retract(borys, where, act_reason::wrong_amount, 104'00), "bid-too-low");
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'retracted'"), "0");
    EXPECT_EQ(retract(borys, where, act_reason::wrong_amount, 200'00), "100/1");
    EXPECT_EQ(db.scalar("select price || ' ' || leader_number from standings"), "20500 1");
}

TEST_F(acts_pgtest, retractions_are_counted_over_all_lots) {
    const auto first = lot(olena, {.lasts = 24h}), second = lot(olena, {.lasts = 24h}), third = lot(olena, {.lasts = 24h});
    for (const auto where : {first, second, third}) place(where, anna, 300'00);
    EXPECT_EQ(retract(anna, first, act_reason::seller_unreachable), "-");
    EXPECT_EQ(retract(anna, second, act_reason::seller_unreachable), "-");
    EXPECT_EQ(retract(anna, third, act_reason::seller_unreachable), "too-many-retractions");
    const auto stands = run(here.bids.relation(anna, false, third, soon())).value();
    EXPECT_EQ(stands.retractions_left, 0);
    EXPECT_EQ(stands.may[static_cast<std::size_t>(action::retract)].refusal, &too_many_retractions);
}

TEST_F(acts_pgtest, a_seller_cancels_the_bids_of_one_bidder_and_blocks_them) {
    const auto where = lot(olena), other = lot(olena), foreign = lot(vira);
    place(where, anna, 300'00);
    place(where, borys, 500'00);
    EXPECT_EQ(cut(anna, where, 2), "seller-only");
    EXPECT_EQ(cut(olena, where, 7), "no-standing-bids");
    EXPECT_EQ(cut(olena, where, 2, true), "100/1");
    EXPECT_EQ(events(where), fmt::format("bids_cancelled {}, leading {}", borys.value, anna.value));
    EXPECT_EQ(place(where, borys, 900'00).error().kind().slug, "not-admitted");
    EXPECT_EQ(place(other, borys, 900'00).error().kind().slug, "not-admitted");
    EXPECT_TRUE(place(foreign, borys, 900'00)) << "another seller's lot";
    expect_whole(where);
}

TEST_F(acts_pgtest, a_reserve_only_falls_and_never_spends_a_maximum) {
    const auto where = lot(olena, {.reserve = 1000'00, .lasts = 24h});
    place(where, anna, 900'00);
    EXPECT_EQ(reserve(anna, where, 500'00), "seller-only");
    EXPECT_EQ(reserve(olena, where, 1100'00), "reserve-only-lower");
    EXPECT_EQ(reserve(olena, where, 50'00), "invalid-input");
    EXPECT_EQ(reserve(olena, where, 800'00), "100/1");
    EXPECT_EQ(db.scalar("select leader_max || ' ' || price from standings"), "79900 10000");
    EXPECT_EQ(db.scalar("select max_amount from participants"), "79900");
    EXPECT_EQ(db.scalar(fmt::format("select reserve_amount from lots where id = {}", where.value)), "80000");
    EXPECT_EQ(events(where), fmt::format("max_cut {}", anna.value));
    expect_whole(where);
    EXPECT_EQ(reserve(olena, where, std::nullopt), "100/1");
    EXPECT_EQ(db.scalar(fmt::format("select reserve_amount from lots where id = {}", where.value)), "");
    EXPECT_EQ(reserve(olena, where, 500'00), "lot-has-bids");
    expect_whole(where);
}

TEST_F(acts_pgtest, a_lot_without_bids_is_cancelled_freely) {
    const auto where = lot(olena);
    EXPECT_EQ(cancel(anna, where), "seller-only");
    EXPECT_EQ(cancel(olena, where), "cancelled -");
    EXPECT_EQ(cancel(olena, where), "lot-ended");
    EXPECT_EQ(db.scalar("select count(*) from strikes"), "0");
    EXPECT_EQ(place(where, anna, 300'00).error().kind().slug, "lot-ended");
    expect_whole(where);
}

TEST_F(acts_pgtest, a_lot_with_bids_is_cancelled_early_for_a_strike_and_later_only_sold) {
    const auto early = lot(olena, {.lasts = 24h}), late = lot(olena, {.lasts = 6h});
    for (const auto where : {early, late}) place(where, anna, 300'00);
    EXPECT_EQ(cancel(olena, late), "sell-or-wait");
    EXPECT_EQ(cancel(olena, early), "cancelled 100/1");
    EXPECT_EQ(db.scalar("select account_id || ' ' || lot_id from strikes"), fmt::format("{} {}", olena.value, early.value));
    EXPECT_EQ(events(early), fmt::format("cancelled {}", anna.value));
    EXPECT_EQ(sell(anna, late), "seller-only");
    EXPECT_EQ(sell(olena, late), "ended_sold 100/1");
    EXPECT_EQ(db.scalar(fmt::format("select sold_by from standings where lot_id = {}", late.value)), "early");
    EXPECT_EQ(db.scalar(fmt::format("select ends_at > closed_at from standings where lot_id = {}", late.value)), "t");
    for (const auto where : {early, late}) expect_whole(where);
}

TEST_F(acts_pgtest, selling_early_wants_a_leader_and_the_reserve) {
    const auto where = lot(olena, {.reserve = 1000'00});
    EXPECT_EQ(sell(olena, where), "lot-without-bids");
    place(where, anna, 300'00);
    EXPECT_EQ(sell(olena, where), "reserve-not-reached");
    EXPECT_EQ(reserve(olena, where, std::nullopt), "100/1");
    EXPECT_EQ(sell(olena, where), "ended_sold 100/1");
    expect_whole(where);
}

TEST_F(acts_pgtest, a_command_repeated_gets_its_first_answer) {
    const auto where = lot(olena, {.reserve = 1000'00, .lasts = 24h}), other = lot(olena, {.lasts = 24h});
    place(where, anna, 300'00);
    const auto asked = by(olena, where);
    const auto first = run(here.acts.change_reserve(asked, money{900'00, {}}, soon())).value();
    ASSERT_EQ(reserve(olena, where, std::nullopt), "100/1");
    place(where, borys, 500'00);
    const auto again = run(here.acts.change_reserve(asked, money{900'00, {}}, soon())).value();
    EXPECT_EQ(again.act.seq, first.act.seq);
    EXPECT_EQ(again.act.at, first.act.at);
    EXPECT_EQ(shown(again.act.standing), "100/1");
    EXPECT_EQ(again.act.standing.reserve, reserve_status::not_met);
    EXPECT_EQ(again.act.standing.version, first.act.standing.version);
    EXPECT_EQ(again.act.standing.audit_head, first.act.standing.audit_head);

    const auto reused = [&](auto work) { return shown(run(std::move(work))); };
    EXPECT_EQ(reused(here.acts.change_reserve(asked, money{800'00, {}}, soon())), "key-reused");
    EXPECT_EQ(reused(here.acts.cancel(asked, act_reason::damaged, soon())), "key-reused");
    EXPECT_EQ(reused(here.acts.cancel(by(olena, other, asked.idempotency_key), act_reason::damaged, soon())), "key-reused");
    const auto bid = intent(where, anna, 900'00);
    ASSERT_TRUE(run(here.bids.place(bid, soon())));
    EXPECT_EQ(reused(here.acts.retract(by(anna, where, bid.idempotency_key), act_reason::seller_unreachable, {}, soon())), "key-reused");
    expect_whole(where);
}

TEST_F(acts_pgtest, commands_are_rationed_like_bids) {
    settings.bids_per_minute = 2;
    bench strict(io, pool, settings);
    const auto where = lot(olena);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(shown(run(strict.acts.sell_early(by(olena, where), soon()))), "lot-without-bids");
    EXPECT_EQ(shown(run(strict.acts.sell_early(by(olena, where), soon()))), "too-many-bids");
}

}  // namespace
}  // namespace gavel::bidding::test
