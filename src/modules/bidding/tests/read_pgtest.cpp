// Public history, relations, and what a live reader is given.
#include "modules/bidding/live_poller.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"

#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace gavel::bidding::test {
namespace {

class read_pgtest : public auction_test {
protected:
    history_page page(lot_id where, std::int64_t before, std::int64_t limit) {
        return run(here.bids.history(where, before, limit, soon())).value();
    }
    lot_relation relation_to(account_id who, lot_id where) { return run(here.bids.relation(who, where, soon())).value(); }

    // What has arrived in the mailbox once everything posted so far has run.
    std::string news(mailbox& box) {
        io.restart();
        io.poll();
        return box.take(instant{});
    }
};

TEST_F(read_pgtest, history_goes_backwards_under_aliases) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna"), borys = account("borys");
    place(where, borys, 500'00);
    place(where, anna, 300'00);
    place(where, anna, 900'00);
    const auto newest = page(where, std::numeric_limits<std::int32_t>::max(), 3);
    ASSERT_EQ(newest.items.size(), 3u);
    EXPECT_EQ(newest.items[0].n, 5);
    EXPECT_EQ(newest.items[0].amount.amount, 510'00);
    EXPECT_EQ(newest.items[0].bidder, 2);
    EXPECT_EQ(newest.items[0].reason, "takeover");
    EXPECT_EQ(newest.items[1].amount.amount, 500'00);
    EXPECT_EQ(newest.items[1].bidder, 1);
    EXPECT_TRUE(newest.items[1].automatic);
    ASSERT_EQ(newest.next, 3);
    const auto rest = page(where, *newest.next, 3);
    ASSERT_EQ(rest.items.size(), 2u);
    EXPECT_EQ(rest.items[0].reason, "challenge");
    EXPECT_EQ(rest.items[1].reason, "opening");
    EXPECT_FALSE(rest.next);
    // The leader's own maximum appears nowhere.
    for (const auto& step : newest.items) EXPECT_NE(step.amount.amount, 900'00);
}

TEST_F(read_pgtest, history_of_an_untouched_and_of_an_unknown_lot) {
    EXPECT_TRUE(page(lot(account("olena")), 100, 10).items.empty());
    const auto unknown = run(here.bids.history(lot_id{999'999}, 100, 10, soon()));
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
    db.execute("update standings set state = 'ended_sold', closed_at = ends_at, version = version + 1");
    EXPECT_EQ(relation_to(anna, where).relation, relation::won);
    EXPECT_EQ(relation_to(borys, where).relation, relation::lost);

    std::vector<lot_id> asked{lot_id{999'999}, where};
    EXPECT_EQ(run(here.bids.relations(anna, asked, soon())).size(), 1u);
}

TEST_F(read_pgtest, a_reader_gets_the_present_and_then_every_change) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    std::vector<lot_id> lots{where};
    const auto box = std::make_shared<mailbox>(lots, std::nullopt, "");
    const auto reader = run(here.bids.open_stream(box, soon()));
    EXPECT_NE(news(*box).find(R"("version":1)"), std::string::npos);
    place(where, anna, 500'00);
    EXPECT_NE(news(*box).find(R"("version":2)"), std::string::npos);
    place(where, anna, 900'00);
    EXPECT_EQ(news(*box), "") << "an own raise is nobody else's business";
}

TEST_F(read_pgtest, a_returning_reader_gets_only_what_changed) {
    const auto seller = account("olena"), anna = account("anna");
    const auto quiet = lot(seller), busy = lot(seller);
    place(busy, anna, 500'00);
    std::vector<lot_id> lots{quiet, busy};
    const auto box = std::make_shared<mailbox>(lots, std::nullopt, fmt::format("{}:1,{}:1", quiet.value, busy.value));
    const auto reader = run(here.bids.open_stream(box, soon()));
    const auto text = news(*box);
    EXPECT_EQ(text.find(fmt::format(R"("lot_id":"{}")", quiet.value)), std::string::npos);
    EXPECT_NE(text.find(fmt::format(R"("lot_id":"{}")", busy.value)), std::string::npos);
    EXPECT_NE(text.find(fmt::format("id: {}:1,{}:2", quiet.value, busy.value)), std::string::npos) << text;
}

TEST_F(read_pgtest, the_poller_finds_what_the_wire_did_not_bring) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    std::vector<lot_id> lots{where};
    const auto box = std::make_shared<mailbox>(lots, anna, "");
    const auto reader = run(here.bids.open_stream(box, soon()));
    news(*box);

    bench other_process(io, pool, settings);
    ASSERT_TRUE(run(other_process.bids.place(intent(where, anna, 200'00), soon())));
    EXPECT_EQ(news(*box), "");
    const unread_source three = [](std::vector<account_id> asked) -> boost::asio::awaitable<std::vector<unread_count>> {
        std::vector<unread_count> counts;
        for (const auto account : asked) counts.push_back({account, 3});
        co_return counts;
    };
    live_poller poller(here.live_hub, pool, three);
    run(poller.run_once());
    const auto text = news(*box);
    EXPECT_NE(text.find(R"("version":2)"), std::string::npos);
    EXPECT_NE(text.find(R"(data: {"unread":3})"), std::string::npos);
    run(poller.run_once());
    EXPECT_EQ(news(*box), "") << "nothing new, nothing sent";
}

}  // namespace
}  // namespace gavel::bidding::test
