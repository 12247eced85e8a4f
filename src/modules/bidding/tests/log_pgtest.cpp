// Appending acts of every kind: what is stored is what was decided, and the chain holds.
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "modules/bidding/retraction.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class log_pgtest : public auction_test {
protected:
    using command = std::function<decision(const standing& lot, std::span<const record> log, instant now)>;

    // Locks, decides, appends, commits.
    decision accept(lot_id where, command decides, std::string key = {}) {
        return run(accept_in_transaction(where, std::move(decides), std::move(key)));
    }
    boost::asio::awaitable<decision> accept_in_transaction(lot_id where, command decides, std::string key) {
        auto tx = co_await pool.begin(soon());
        const auto locked = co_await repository::lock_lot(tx, where);
        const auto log = co_await repository::read_log(tx, where);
        auto accepted = decides(locked->standing, log, locked->now);
        repository::append_act(tx, accepted, key);
        co_await tx.commit();
        co_return accepted;
    }

    void expect_stored(lot_id where, const decision& accepted) {
        EXPECT_EQ(stored(where), accepted.after);
        EXPECT_EQ(std::get<act>(log_of(where).back()), accepted.done);
        for (const auto& m : accepted.maxima)
            EXPECT_EQ(db.scalar(fmt::format("select concat_ws(' ', bidder_id, max_amount, max_seq) from participants where lot_id = {} and "
                                            "number = {}",
                                            where.value, m.number)),
                      m.max ? fmt::format("{} {} {}", m.bidder.value, *m.max, m.seq) : std::to_string(m.bidder.value));
        expect_whole(where);
    }

    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys"), vira = account("vira");
    const moderator judge_of_peace{vira, true, false};
};

TEST_F(log_pgtest, the_publication_is_the_first_record) {
    const auto where = lot(olena, {.reserve = 300'00});
    const auto log = log_of(where);
    ASSERT_EQ(log.size(), 1u);
    const auto& first = std::get<act>(log.front());
    EXPECT_EQ(first.kind, act_kind::opened);
    EXPECT_EQ(first.account, olena);
    EXPECT_EQ(first.content.terms, static_cast<const bidding::terms&>(stored(where)));
    EXPECT_NE(first.content.terms->reserve_salt, salt{});
    expect_whole(where);
}

TEST_F(log_pgtest, withdrawn_bids_stay_marked_and_the_rest_is_folded_again) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    place(where, borys, 900'00);
    place(where, vira, 400'00);
    const auto cancelled = accept(
        where,
        [&](const standing& lot, std::span<const record> log, instant now) {
            return cancel_bids(lot, log, {olena, 2, act_reason::bidder_asked}, now).value();
        },
        random_uuid());
    EXPECT_EQ(stored(where).price, 305'00);
    EXPECT_EQ(stored(where).leader->bidder, vira);
    EXPECT_EQ(db.scalar("select string_agg(bid_seq || ' ' || act_seq, ', ') from bid_voids"), "3 5");
    EXPECT_EQ(db.scalar("select count(*) from bids"), "3");
    expect_stored(where, cancelled);
    EXPECT_TRUE(place(where, borys, 500'00)) << "under the old number";
    EXPECT_EQ(stored(where).bidders, 3);
    expect_whole(where);
}

TEST_F(log_pgtest, a_purchase_brings_a_new_bidder) {
    const auto where = lot(olena, {.lasts = 48h});
    accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        terms_edit edit;
        edit.by = olena;
        edit.fields = {"reserve_price", "buy_now_price"};
        edit.start = lot.start;
        edit.reserve = 800'00;
        edit.buy_now = 1200'00;
        edit.ends_at = lot.ends_at;
        return change_terms(lot, edit, salt{}, now, settings.rules.sellers).value();
    });
    place(where, anna, 300'00);
    bidder_facts who;
    const auto bought = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return buy(lot, {borys, money{1200'00, {}}}, who, now).value();
    });
    EXPECT_EQ(stored(where).sold_by, sold_by::buy_now);
    EXPECT_EQ(stored(where).leader->number, 2);
    expect_stored(where, bought);
    EXPECT_TRUE(place(where, vira, 2000'00).error().is(lot_ended));
}

TEST_F(log_pgtest, a_lowered_reserve_cuts_the_leader) {
    const auto where = lot(olena, {.reserve = 800'00});
    place(where, anna, 700'00);
    salt drawn{};
    drawn.fill(3);
    const auto lowered = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return change_reserve(lot, {olena, money{500'00, {}}}, drawn, now, settings.rules).value();
    });
    EXPECT_EQ(stored(where).leader->max, 499'00);
    expect_stored(where, lowered);
    const auto removed = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return change_reserve(lot, {olena, std::nullopt}, drawn, now, settings.rules).value();
    });
    expect_stored(where, removed);
}

TEST_F(log_pgtest, stopped_resumed_and_taken_away) {
    const auto where = lot(olena);
    place(where, anna, 700'00);
    const auto frozen = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return freeze(lot, judge_of_peace, act_reason::complaint, now).value();
    });
    expect_stored(where, frozen);
    EXPECT_TRUE(place(where, borys, 800'00).error().is(lot_frozen));
    const auto resumed = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return resume(lot, judge_of_peace, act_reason::resolved, now, settings.rules.moderation).value();
    });
    expect_stored(where, resumed);
    EXPECT_TRUE(place(where, borys, 800'00));
    const auto removed = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        return remove(lot, judge_of_peace, act_reason::fraud, now).value();
    });
    expect_stored(where, removed);
    EXPECT_EQ(db.scalar("select state || ' ' || cancelled_for from standings"), "cancelled fraud");
}

TEST_F(log_pgtest, terms_edited_before_the_first_bid) {
    const auto where = lot(olena, {.lasts = 48h});
    terms_edit edit;
    edit.by = olena;
    edit.fields = {"start_price", "reserve_price", "step", "ends_at"};
    edit.start = 200'00;
    edit.reserve = 900'00;
    edit.buy_now = 2000'00;
    edit.step = 10'00;
    salt drawn{};
    drawn.fill(9);
    const auto edited = accept(where, [&](const standing& lot, std::span<const record>, instant now) {
        edit.ends_at = lot.ends_at + 1h;
        return change_terms(lot, edit, drawn, now, settings.rules.sellers).value();
    });
    expect_stored(where, edited);
    const auto first = place(where, anna, 200'00);
    EXPECT_EQ(first->standing.min_next.amount, 210'00);
    expect_whole(where);
}

TEST_F(log_pgtest, a_key_makes_one_act) {
    const auto where = lot(olena);
    const auto key = random_uuid();
    const command stop = [&](const standing& lot, std::span<const record>, instant now) {
        return freeze(lot, judge_of_peace, act_reason::complaint, now).value();
    };
    accept(where, stop, key);
    EXPECT_THROW(accept(lot(olena), stop, key), pg::error);
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'frozen'"), "1");
}

TEST_F(log_pgtest, many_lots_at_once) {
    std::vector<lot_id> lots;
    for (int i = 0; i < 20; ++i) {
        lots.push_back(lot(olena, {.reserve = 200'00}));
        if (i % 2) place(lots.back(), anna, 100'00 + i * 10'00);
    }
    const auto close = [&]() -> boost::asio::awaitable<void> {
        auto tx = co_await pool.begin(soon());
        auto locked = co_await repository::lock_lots(tx, lots);
        std::vector<decision> fallen;
        for (const auto& [id, each] : locked.lots) fallen.push_back(closed(each, each.ends_at).value());
        repository::append_acts(tx, fallen);
        co_await tx.commit();
    };
    run(close());
    for (const auto where : lots) expect_whole(where);
    EXPECT_EQ(db.scalar("select string_agg(state || ' ' || n, ', ' order by state) from (select state, count(*) as n from standings group "
                        "by state) s"),
              "ended_sold 5, ended_unsold 15");
}

TEST_F(log_pgtest, a_log_is_read_in_pieces) {
    const auto where = lot(olena);
    for (int i = 0; i < 6; ++i) place(where, i % 2 ? anna : borys, 100'00 + i * 100'00);
    const auto read = [&](std::int64_t from, std::int64_t most) -> boost::asio::awaitable<std::string> {
        auto tx = co_await pool.begin(soon());
        const auto log = co_await repository::read_log(tx, where, from, most);
        std::string seqs;
        for (const auto& each : log) seqs += std::to_string(seq_of(each)) + ' ';
        co_return seqs;
    };
    EXPECT_EQ(run(read(1, 3)), "1 2 3 ");
    EXPECT_EQ(run(read(4, 100)), "4 5 6 7 ");
    EXPECT_EQ(run(read(8, 100)), "");
}

TEST_F(log_pgtest, every_change_of_a_stored_bid_is_found) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    place(where, borys, 900'00);
    place(where, vira, 400'00);
    const auto bidders = bidders_of(where);
    db.execute("alter table bids disable trigger all; alter table bids drop constraint bids_placed_in_time");
    for (const auto* change : {"max_amount = 95000", "bidder_id = (select bidder_id from participants where number = 1)",
                               "outcome = 'outbid'", "placed_at = placed_at + interval '1 microsecond'", "price_after = price_after + 100",
                               "leader_after = 1", "ends_at_after = ends_at_after + interval '1 s'", "salt = substr(sha256('x'), 1, 16)",
                               "hash = sha256('x')", "step_amounts = '{30000,31000}'", "bids_after = 5"}) {
        db.execute("create table kept as select * from bids");
        db.execute(fmt::format("update bids set {} where seq = 3", change));
        const auto log = log_of(where);
        const auto found = first_difference(stored(where), log, bidders);
        ASSERT_TRUE(found) << change;
        EXPECT_EQ(found->seq, 3) << change;
        db.execute("delete from bids; insert into bids select * from kept; drop table kept");
    }
    expect_whole(where);
}

}  // namespace
}  // namespace gavel::bidding::test
