// Public history, relations, and what a live reader is given.
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/live/poller.hpp"

#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace gavel::bidding::test {
namespace {

class read_pgtest : public auction_test {
protected:
    static constexpr history_position newest{std::numeric_limits<std::int64_t>::max(), 0};

    history_page page(lot_id where, history_position before, std::int64_t limit) {
        return run(here.bids.history(where, before, limit, soon())).value();
    }
    lot_relation relation_to(account_id who, lot_id where) { return run(here.bids.relation(who, false, where, soon())).value().stands; }

    static const history_step& step(const history_page& of, std::size_t index) { return std::get<history_step>(of.items.at(index)); }

    // What has arrived in the mailbox once everything posted so far has run.
    std::string news(live::reader& page) {
        io.restart();
        io.poll();
        return page.box().take(instant{});
    }
};

TEST_F(read_pgtest, history_goes_backwards_under_aliases) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna"), borys = account("borys");
    place(where, borys, 500'00);
    place(where, anna, 300'00);
    place(where, anna, 900'00);
    const auto first = page(where, newest, 3);
    ASSERT_EQ(first.items.size(), 3u);
    EXPECT_EQ(step(first, 0).n, 5);
    EXPECT_EQ(step(first, 0).seq, 4);
    EXPECT_EQ(step(first, 0).amount.amount, 510'00);
    EXPECT_EQ(step(first, 0).bidder, 2);
    EXPECT_EQ(step(first, 0).reason, "takeover");
    EXPECT_EQ(step(first, 1).amount.amount, 500'00);
    EXPECT_EQ(step(first, 1).bidder, 1);
    EXPECT_TRUE(step(first, 1).automatic);
    EXPECT_EQ(step(first, 2).reason, "counter");
    ASSERT_EQ(first.next, (history_position{3, 2}));
    const auto rest = page(where, *first.next, 3);
    ASSERT_EQ(rest.items.size(), 3u);
    EXPECT_EQ(step(rest, 0).reason, "challenge");
    EXPECT_EQ(step(rest, 1).reason, "opening");
    EXPECT_EQ(std::get<history_notice>(rest.items[2]).kind, act_kind::opened);
    EXPECT_FALSE(rest.next);
    // The leader's own maximum appears nowhere.
    for (std::size_t i = 0; i < first.items.size(); ++i) EXPECT_NE(step(first, i).amount.amount, 900'00);
}

TEST_F(read_pgtest, history_shows_what_was_done_and_marks_what_was_withdrawn) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    place(where, anna, 500'00);
    for (const auto raise : {600'00, 700'00, 800'00}) place(where, anna, raise);  // nothing that anybody sees
    const auto lead = [&](const char* kind, int seq, const char* content, const char* steps) {
        db.execute(
            fmt::format("insert into acts (lot_id, seq, kind, actor, at, content, bids_after, bidders_after, ends_at_after, state_after, "
                        "version_after, steps_before, step_bidders, step_amounts, step_reasons, hash) select {}, {}, '{}', 'system', "
                        "clock_timestamp(), '{}', 1, 1, '2027-01-02 03:04:05+00', 'running', 3, 1, {}, sha256('')",
                        where.value, seq, kind, content, steps));
    };
    lead("retracted", 6, R"({"bidder": 1, "reason": "wrong_amount", "bids": [2]})", "'{1}', '{9000}', '{withdrawn}'");
    lead("extended", 7, R"({"reason": "outage"})", "'{}', '{}', '{}'");
    db.execute(fmt::format("insert into bid_voids values ({}, 2, 6)", where.value));

    const auto all = page(where, newest, 10);
    ASSERT_EQ(all.items.size(), 5u);
    const auto& extended = std::get<history_notice>(all.items[0]);
    EXPECT_EQ(extended.kind, act_kind::extended);
    EXPECT_EQ(extended.reason, act_reason::outage);
    EXPECT_EQ(extended.ends_at, parse_instant("2027-01-02T03:04:05Z"));
    EXPECT_EQ(step(all, 1).reason, "withdrawn");
    EXPECT_TRUE(step(all, 1).automatic);
    EXPECT_EQ(step(all, 1).n, 2);
    EXPECT_FALSE(step(all, 1).withdrawn);
    const auto& retracted = std::get<history_notice>(all.items[2]);
    EXPECT_EQ(retracted.bidder, 1);
    EXPECT_EQ(retracted.reason, act_reason::wrong_amount);
    EXPECT_FALSE(retracted.ends_at) << "a retraction moves no end";
    EXPECT_TRUE(step(all, 3).withdrawn);
    EXPECT_EQ(page(where, {7, 0}, 1).next, (history_position{6, 1})) << "between a step and its notice";
}

TEST_F(read_pgtest, history_of_an_untouched_and_of_an_unknown_lot) {
    EXPECT_EQ(page(lot(account("olena")), newest, 10).items.size(), 1u);
    EXPECT_TRUE(page(lot(account("petro")), {1, 0}, 10).items.empty());
    const auto unknown = run(here.bids.history(lot_id{999'999}, newest, 10, soon()));
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(unknown.error().is(no_such_lot));
}

TEST_F(read_pgtest, relations_follow_the_auction) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys"), vira = account("vira");
    const auto where = lot(seller);
    place(where, anna, 500'00);
    place(where, borys, 300'00);
    db.execute(fmt::format("insert into watches (account_id, lot_id) values ({}, {})", vira.value, where.value));

    EXPECT_TRUE(relation_to(seller, where).is_seller);
    EXPECT_EQ(relation_to(anna, where).relation, relation::leading);
    EXPECT_EQ(relation_to(anna, where).max->amount, 500'00);
    EXPECT_EQ(relation_to(anna, where).bidder, 1);
    EXPECT_EQ(relation_to(borys, where).relation, relation::outbid);
    EXPECT_EQ(relation_to(vira, where).relation, relation::none);
    EXPECT_TRUE(relation_to(vira, where).watching);
    EXPECT_FALSE(relation_to(vira, where).max);

    end_now(where);
    db.execute("update standings set state = 'ended_sold', sold_by = 'hammer', closed_at = ends_at, version = version + 1");
    EXPECT_EQ(relation_to(anna, where).relation, relation::won);
    EXPECT_EQ(relation_to(borys, where).relation, relation::lost);

    std::vector<lot_id> asked{lot_id{999'999}, where};
    EXPECT_EQ(run(here.bids.relations(anna, asked, soon())).size(), 1u);
}

TEST_F(read_pgtest, a_reader_gets_the_present_and_then_every_change) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    std::vector<lot_id> lots{where};
    const auto page = open_stream(lots);
    EXPECT_NE(news(*page).find(R"("version":1)"), std::string::npos);
    place(where, anna, 500'00);
    EXPECT_NE(news(*page).find(R"("version":2)"), std::string::npos);
    place(where, anna, 900'00);
    EXPECT_EQ(news(*page), "") << "an own raise is nobody else's business";
}

TEST_F(read_pgtest, a_returning_reader_gets_only_what_changed) {
    const auto seller = account("olena"), anna = account("anna");
    const auto quiet = lot(seller), busy = lot(seller);
    place(busy, anna, 500'00);
    std::vector<lot_id> lots{quiet, busy};
    const auto page = open_stream(lots, std::nullopt, fmt::format("{}:1,{}:1", quiet.value, busy.value));
    const auto text = news(*page);
    EXPECT_EQ(text.find(fmt::format(R"("lot_id":"{}")", quiet.value)), std::string::npos);
    EXPECT_NE(text.find(fmt::format(R"("lot_id":"{}")", busy.value)), std::string::npos);
    EXPECT_NE(text.find(fmt::format("id: {}:1,{}:2", quiet.value, busy.value)), std::string::npos) << text;
}

TEST_F(read_pgtest, the_poller_finds_what_the_wire_did_not_bring) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    std::vector<lot_id> lots{where};
    const auto page = open_stream(lots, anna);
    news(*page);

    bench other_process(io, pool, settings);
    ASSERT_TRUE(run(other_process.bids.place(intent(where, anna, 200'00), soon())));
    EXPECT_EQ(news(*page), "");
    const live::unread_source three = [](std::vector<account_id> asked,
                                         runtime::deadline) -> boost::asio::awaitable<std::vector<live::unread_count>> {
        std::vector<live::unread_count> counts;
        for (const auto account : asked) counts.push_back({account, 3});
        co_return counts;
    };
    live::poller poller(here.live_hub, changes(), three);
    run(poller.run_once());
    const auto text = news(*page);
    EXPECT_NE(text.find(R"("version":2)"), std::string::npos);
    EXPECT_NE(text.find(R"(data: {"unread":3})"), std::string::npos);
    run(poller.run_once());
    EXPECT_EQ(news(*page), "") << "nothing new, nothing sent";
}

}  // namespace
}  // namespace gavel::bidding::test
