// The desk: many bids in one transaction, keys within a batch, what is told, bounds, exposure.
#include "modules/bidding/tests/desk_fixture.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gavel::bidding::test {
namespace {

class desk_pgtest : public desk_test {};

TEST_F(desk_pgtest, bids_over_many_lots_are_one_transaction) {
    const auto seller = account("olena");
    const auto bidders = people(5);
    std::vector<offer> bids;
    std::vector<gavel::lot_id> lots;
    for (int i = 0; i < 12; ++i) lots.push_back(lot(seller));
    for (int round = 0; round < 5; ++round)
        for (std::size_t i = 0; i < lots.size(); ++i)
            bids.push_back(intent(lots[i], bidders[(i + static_cast<std::size_t>(round)) % 5], 100'00 + round * 50'00));
    const auto endings = together(bids);
    std::set<std::string> moments;
    for (const auto& each : endings) {
        ASSERT_TRUE(each.accepted());
        moments.insert(format_exactly((*each.answer)->placed_at));
    }
    EXPECT_EQ(moments.size(), 1u) << "one clock read for all";
    EXPECT_EQ(db.scalar("select count(distinct xmin::text) from bids"), "1");
    EXPECT_EQ(db.scalar("select count(*) from bids"), "60");
    for (const auto where : lots) {
        expect_whole(where);
        EXPECT_EQ(stored(where).bids, 5);
    }
}

TEST_F(desk_pgtest, a_batch_decides_in_the_order_of_arrival_and_is_bounded) {
    settings.batch_bids_max = 4;
    settings.flushes_max = 1;
    bench small(io, pool, settings);
    const auto where = lot(account("olena"));
    const auto bidders = people(3);
    std::vector<offer> bids;
    for (int i = 0; i < 10; ++i) bids.push_back(intent(where, bidders[static_cast<std::size_t>(i) % 3], 100'00 + i * 50'00));
    const auto endings = together(small, bids, soon());
    for (std::size_t i = 0; i < endings.size(); ++i) {
        ASSERT_TRUE(endings[i].accepted());
        EXPECT_EQ((*endings[i].answer)->seq, static_cast<std::int64_t>(i) + 2);
    }
    EXPECT_EQ(db.scalar("select string_agg(n::text, ' ' order by first) from (select count(*) as n, min(seq) as first from bids group by "
                        "xmin::text) batches"),
              "4 4 2");
    expect_whole(where);
}

TEST_F(desk_pgtest, a_refusal_is_judged_on_what_the_batch_has_accepted_so_far) {
    const auto where = lot(account("olena"));
    const auto bidders = people(3);
    std::vector<offer> bids{intent(where, bidders[0], 500'00), intent(where, bidders[1], 104'00), intent(where, bidders[1], 105'00),
                            intent(where, bidders[0], 400'00), intent(where, bidders[2], 115'00)};
    const auto endings = together(bids);
    EXPECT_TRUE(endings[0].accepted());
    ASSERT_TRUE(endings[1].refused(bid_too_low));
    EXPECT_EQ(endings[1].answer->error().fields().at("min_next").at("amount").as_int64(), 105'00);
    EXPECT_TRUE(endings[2].accepted());
    EXPECT_TRUE(endings[3].refused(max_not_higher));
    ASSERT_TRUE(endings[4].accepted());
    EXPECT_EQ((*endings[4].answer)->standing.price->amount, 120'00);
    EXPECT_EQ((*endings[4].answer)->standing.bidders, 3);
    expect_whole(where);
}

TEST_F(desk_pgtest, a_key_twice_in_one_batch_is_one_intent) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto one = lot(seller), other = lot(seller);
    const auto key = random_uuid();
    std::vector<offer> bids{intent(one, anna, 90'00, key),     // refused: the key stays free
                            intent(one, anna, 200'00, key),    // takes it
                            intent(one, borys, 300'00),        // changes the lot
                            intent(one, anna, 200'00, key),    // the same again
                            intent(one, anna, 210'00, key),    // another intent
                            intent(other, anna, 200'00, key),  // another lot
                            intent(other, borys, 200'00, key)};
    const auto endings = together(bids);
    EXPECT_TRUE(endings[0].refused(bid_too_low));
    ASSERT_TRUE(endings[1].accepted());
    ASSERT_TRUE(endings[3].accepted());
    EXPECT_EQ((*endings[3].answer)->seq, (*endings[1].answer)->seq);
    EXPECT_EQ((*endings[3].answer)->standing.price->amount, 100'00) << "as it was then";
    EXPECT_EQ((*endings[3].answer)->receipt.hash, (*endings[1].answer)->receipt.hash);
    EXPECT_TRUE(endings[4].refused(key_reused));
    EXPECT_TRUE(endings[5].refused(key_reused));
    EXPECT_TRUE(endings[6].accepted());
    EXPECT_EQ(db.scalar("select count(*) from bids"), "3");
    expect_whole(one);
}

TEST_F(desk_pgtest, only_what_is_still_true_is_told) {
    const auto where = lot(account("olena"));
    const auto anna = account("anna"), borys = account("borys"), vira = account("vira");
    place(where, anna, 200'00);
    std::vector<offer> bids{intent(where, borys, 300'00), intent(where, anna, 400'00), intent(where, vira, 500'00),
                            intent(where, anna, 600'00), intent(where, borys, 550'00)};
    together(bids);
    EXPECT_EQ(db.scalar("select string_agg(concat_ws(' ', event->>'event', event->>'account', event->>'seq'), ', ' order by ordinality) "
                        "from jobs, jsonb_array_elements(payload->'events') with ordinality as e (event)"),
              fmt::format("outbid {} 4, outbid {} 6", borys.value, vira.value))
        << "Anna leads again, and Borys never led a second time";
    EXPECT_EQ(db.scalar("select count(*) from jobs"), "1");
}

TEST_F(desk_pgtest, readers_get_the_newest_standing_of_a_batch_only) {
    const auto where = lot(account("olena"));
    const auto bidders = people(3);
    std::vector<gavel::lot_id> lots{where};
    const auto page = open_stream(lots);
    io.restart();
    io.poll();
    page->box().take(instant{});
    std::vector<offer> bids;
    for (int i = 0; i < 9; ++i) bids.push_back(intent(where, bidders[static_cast<std::size_t>(i) % 3], 100'00 + i * 50'00));
    together(bids);
    io.restart();
    io.poll();
    const auto text = page->box().take(instant{});
    EXPECT_NE(text.find(R"("version":10)"), std::string::npos) << text;
    EXPECT_EQ(text.find(R"("version":5)"), std::string::npos);
}

TEST_F(desk_pgtest, a_bid_is_decided_by_the_clock_under_the_lock) {
    settings.soft_close_window_s = 0;
    const auto where = lot(account("olena"), {.lasts = 500ms});
    db.execute(fmt::format("begin; select from standings where lot_id = {} for update", where.value));
    std::optional<ending> end;
    start(here, intent(where, account("anna"), 200'00), soon(), [&](ending e) { end = std::move(e); });
    turn_until([&] { return number("select count(*) from pg_locks where not granted") > 0; });
    while (number(fmt::format("select count(*) from standings where lot_id = {} and ends_at > clock_timestamp()", where.value)) > 0) {}
    db.execute("commit");
    turn_until([&] { return end.has_value(); });
    EXPECT_TRUE(end->refused(lot_ended)) << "the lot had ended before the lock was granted";
}

TEST_F(desk_pgtest, too_many_waiting_bids_are_turned_away) {
    settings.waiting_bids_max = 3;
    bench small(io, pool, settings);
    const auto where = lot(account("olena"));
    const auto bidders = people(5);
    std::vector<offer> bids;
    for (const auto who : bidders) bids.push_back(intent(where, who, 100'00 + who.value * 100'00));
    const auto endings = together(small, bids, soon());
    for (std::size_t i = 0; i < endings.size(); ++i) EXPECT_EQ(endings[i].failed_with<runtime::overloaded>(), i >= 3) << i;
    EXPECT_TRUE(together(small, {bids[4]}, soon()).front().accepted()) << "there is room again";
}

TEST_F(desk_pgtest, a_bid_whose_turn_does_not_come_is_turned_away_undecided) {
    settings.flushes_max = 1;
    settings.waiting_ms_max = 200;
    bench slow(io, pool, settings);
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto stuck = lot(seller), other = lot(seller);
    db.execute(fmt::format("begin; select from standings where lot_id = {} for update", stuck.value));
    std::optional<ending> first, second;
    start(slow, intent(stuck, anna, 200'00), soon(), [&](ending e) { first = std::move(e); });
    turn_until([&] { return number("select count(*) from pg_locks where not granted") > 0; });
    start(slow, intent(other, borys, 200'00), soon(), [&](ending e) { second = std::move(e); });
    turn_until([&] { return second.has_value(); });
    EXPECT_TRUE(second->failed_with<runtime::overloaded>());
    EXPECT_FALSE(first) << "what is being decided is not given up";
    db.execute("commit");
    turn_until([&] { return first.has_value(); });
    EXPECT_TRUE(first->accepted());
    EXPECT_EQ(db.scalar("select count(*) from bids"), "1");
}

// R-67, until payments bring the real one: a table of limits.
class fixed_limits : public exposure {
public:
    explicit fixed_limits(powers limits) : limits_(std::move(limits)) {}

    boost::asio::awaitable<powers> power_left(pg::transaction& tx, std::vector<account_id> accounts) override {
        static const pg::statement lock_sql{"test.lock_accounts", "select from accounts where id = any ($1) order by id for update"};
        static const pg::statement led_sql{"test.led",
                                           "select leader_id, sum(leader_max)::bigint as led from standings "
                                           "where leader_id = any ($1) and state = 'running' group by leader_id"};
        tx.post(lock_sql, accounts);
        const auto led = co_await tx.query(led_sql, accounts);
        powers left;
        for (const auto& [who, limit] : limits_) left[who] = limit;
        for (const auto r : led)
            if (const auto found = left.find(r.get<account_id>("leader_id")); found != left.end())
                found->second -= r.get<std::int64_t>("led");
        std::erase_if(left, [&](const auto& each) { return std::ranges::find(accounts, each.first) == accounts.end(); });
        co_return left;
    }

private:
    powers limits_;
};

TEST_F(desk_pgtest, nobody_leads_with_more_than_their_limit) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto one = lot(seller), two = lot(seller), three = lot(seller);
    fixed_limits limits({{anna, 1000'00}});
    desk careful(io, pool, here.live, here.life, here.usual, here.numbers, settings, &limits);
    here.all_desks = desks{};
    here.all_desks.add(careful);

    std::vector<offer> bids{intent(one, anna, 600'00),    // binds 600
                            intent(two, anna, 401'00),    // above what is left
                            intent(two, anna, 400'00),    // exactly
                            intent(one, anna, 601'00),    // a raise by more than is left
                            intent(one, borys, 700'00),   // frees 600
                            intent(three, anna, 600'00),  // and binds them again
                            intent(two, anna, 401'00)};
    const auto endings = together(bids);
    const std::vector<bool> expected{true, false, true, false, true, true, false};
    for (std::size_t i = 0; i < endings.size(); ++i) {
        EXPECT_EQ(endings[i].accepted(), expected[i]) << i;
        EXPECT_EQ(endings[i].refused(exposure_exceeded), !expected[i]) << i;
    }
    EXPECT_TRUE(place(two, anna, 401'00).error().is(exposure_exceeded)) << "also from the store";
    place(three, borys, 700'00);
    EXPECT_TRUE(place(two, anna, 1000'00));
}

}  // namespace
}  // namespace gavel::bidding::test
