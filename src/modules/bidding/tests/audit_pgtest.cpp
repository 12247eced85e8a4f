// The audit finds whatever is changed behind the program's back, and where.
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

// One lot with a record of most kinds, and each way to falsify it.
class audit_pgtest : public auction_test {
protected:
    audit_pgtest() {
        where = lot(olena, {.reserve = 900'00, .lasts = 24h});                                                       // 1
        place(where, anna, 300'00);                                                                                  // 2
        place(where, borys, 500'00);                                                                                 // 3
        EXPECT_TRUE(run(here.acts.change_reserve(by(olena, where), money{800'00, {}}, soon())));                     // 4
        place(where, vira, 400'00);                                                                                  // 5
        EXPECT_TRUE(run(here.acts.retract(by(borys, where), act_reason::wrong_amount, money{600'00, {}}, soon())));  // 6, 7
        EXPECT_TRUE(run(here.acts.freeze(by_moderator(staff, where), act_reason::complaint, soon())));               // 8
        EXPECT_TRUE(run(here.acts.resume(by_moderator(staff, where), act_reason::resolved, soon())));                // 9
        EXPECT_TRUE(run(here.acts.cancel_bids(by(olena, where), 1, act_reason::bidder_asked, false, soon())));       // 10
    }

    std::string verdict() {
        const auto report = run(audit(pool, where, soon()));
        return report->found ? fmt::format("{} {}", report->found->seq, report->found->what) : "whole";
    }

    // What the audit says after rows were changed past every trigger and key; then they are put back.
    std::string falsified(const std::string& change) {
        db.execute("set session_replication_role = replica");
        for (const auto* table : {"standings", "participants", "bids", "acts", "bid_voids"})
            db.execute(fmt::format("create table kept_{0} as table {0}", table));
        db.execute(change);
        auto found = verdict();
        for (const auto* table : {"standings", "participants", "bids", "acts", "bid_voids"})
            db.execute(fmt::format("delete from {0}; insert into {0} table kept_{0}; drop table kept_{0}", table));
        db.execute("set session_replication_role = origin");
        return found;
    }

    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys"), vira = account("vira"),
                     staff = account("staff");
    lot_id where;
};

TEST_F(audit_pgtest, whatever_is_changed_is_found_where_it_is) {
    ASSERT_EQ(verdict(), "whole");
    const std::vector<std::pair<std::string, std::string>> changes{
        {"update bids set max_amount = max_amount + 100 where seq = 3", "3 hash"},
        {"update bids set salt = decode(repeat('00', 16), 'hex') where seq = 3", "3 hash"},
        {"update bids set placed_at = placed_at - interval '1 microsecond' where seq = 3", "3 hash"},
        {fmt::format("update bids set bidder_id = {} where seq = 3", vira.value), "3 hash"},
        {"update bids set outcome = 'outbid' where seq = 3", "3 hash"},
        {"update bids set price_after = price_after + 1 where seq = 3", "3 hash"},
        {"update bids set leader_after = 1 where seq = 3", "3 hash"},
        {"update bids set bids_after = bids_after + 1 where seq = 3", "3 hash"},
        {"update bids set bidders_after = bidders_after + 1 where seq = 3", "3 effect"},
        {"update bids set ends_at_after = ends_at_after + interval '1 second' where seq = 3", "3 hash"},
        {"update bids set version_after = version_after + 1 where seq = 3", "3 effect"},
        {"update bids set steps_before = steps_before + 1 where seq = 3", "3 history"},
        {"update bids set step_amounts[1] = step_amounts[1] + 1 where seq = 3", "3 effect"},
        {"update bids set step_bidders[1] = 2 where seq = 3", "3 effect"},
        {"update bids set step_reasons[1] = 'tie' where seq = 3", "3 effect"},
        {"update bids set hash = decode(repeat('00', 32), 'hex') where seq = 3", "3 hash"},
        {"update bids set seq = 12 where seq = 5", "5 seq"},
        {"delete from bids where seq = 3", "3 seq"},
        {"update acts set kind = 'cancelled' where seq = 8", "8 hash"},
        {"update acts set actor = 'seller' where seq = 8", "8 hash"},
        {fmt::format("update acts set account_id = {} where seq = 10", anna.value), "10 account"},
        {"update acts set at = at + interval '1 microsecond' where seq = 8", "8 hash"},
        {"update acts set content = content || '{\"reason\": \"fraud\"}' where seq = 8", "8 hash"},
        {"update acts set content = content || '{\"reserve\": 70000}' where seq = 4", "4 hash"},
        {"update acts set content = jsonb_set(content, '{terms,start}', '20000') where seq = 1", "1 hash"},
        {"update acts set price_after = price_after + 1 where seq = 6", "6 hash"},
        {"update acts set leader_after = 2 where seq = 6", "6 hash"},
        {"update acts set bids_after = bids_after + 1 where seq = 6", "6 hash"},
        {"update acts set bidders_after = bidders_after + 1 where seq = 6", "6 effect"},
        {"update acts set ends_at_after = ends_at_after + interval '1 second' where seq = 9", "9 hash"},
        {"update acts set state_after = 'running' where seq = 8", "8 hash"},
        {"update acts set version_after = version_after + 1 where seq = 8", "8 effect"},
        {"update acts set steps_before = steps_before + 1 where seq = 8", "8 history"},
        {"update acts set step_amounts[1] = step_amounts[1] + 1 where seq = 6", "6 effect"},
        {"update acts set step_bidders[1] = 2 where seq = 6", "6 effect"},
        {"update acts set step_reasons[1] = 'reserve' where seq = 6", "6 effect"},
        {"update acts set hash = decode(repeat('00', 32), 'hex') where seq = 8", "8 hash"},
        {"delete from acts where seq = 10", "10 seq"},
        {"delete from bid_voids where bid_seq = 3", "6 history"},
        {"insert into bid_voids select lot_id, 5, 8 from standings", "8 history"},
        {"update standings set price = price + 100", "10 standing"},
        {"update standings set audit_head = decode(repeat('00', 32), 'hex')", "10 head"},
        {"update participants set max_amount = max_amount + 100 where number = 2", "10 maximum"},
    };
    for (const auto& [change, expected] : changes) {
        EXPECT_EQ(falsified(change), expected) << change;
        ASSERT_EQ(verdict(), "whole");
    }
}

TEST_F(audit_pgtest, everybody_reads_the_chain_and_only_their_own_secrets) {
    const auto page = [&](std::optional<account_id> reader) { return run(read_audit(pool, where, 1, 500, reader, soon())).value(); };
    const auto open = page({}), of_seller = page(olena), of_borys = page(borys);
    ASSERT_EQ(open.records.size(), 10u);
    digest before{};
    for (const auto& each : open.records) {
        EXPECT_EQ(link(before, each.text), each.hash) << each.text;
        before = each.hash;
    }
    EXPECT_EQ(before, open.head);
    EXPECT_FALSE(open.next);
    // Borys leads with 600, hidden; his first bid of 500 is above the price too. Vira's 400 is used up.
    const auto revealed = [](const audit_page& p, std::size_t seq) { return p.records[seq - 1].reveal.has_value(); };
    EXPECT_FALSE(revealed(open, 7));
    EXPECT_TRUE(revealed(of_borys, 7));
    EXPECT_TRUE(revealed(open, 5));
    EXPECT_FALSE(revealed(open, 1)) << "the reserve";
    EXPECT_TRUE(revealed(of_seller, 1));
    EXPECT_FALSE(revealed(of_seller, 7));
    const auto& shown = *of_borys.records[6].reveal;
    EXPECT_NE(of_borys.records[6].text.find(hex(commitment(shown.amount, shown.drawn))), std::string::npos);
}

TEST_F(audit_pgtest, pages_follow_each_other) {
    std::vector<std::int64_t> seqs;
    std::optional<std::int64_t> from = 1;
    while (from) {
        const auto page = run(read_audit(pool, where, *from, 3, {}, soon())).value();
        for (const auto& each : page.records) seqs.push_back(each.seq);
        from = page.next;
    }
    EXPECT_EQ(seqs, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_TRUE(run(read_audit(pool, lot_id{999'999}, 1, 3, {}, soon())).error().is(no_such_lot));
    EXPECT_FALSE(run(audit(pool, lot_id{999'999}, soon())));
}

}  // namespace
}  // namespace gavel::bidding::test
