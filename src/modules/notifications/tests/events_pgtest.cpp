// News become rows and letters, each exactly once, however many come in one job.
#include "modules/news/event.hpp"
#include "modules/notifications/tests/inbox_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gavel::notifications {
namespace {

using news::event;
using news::kind;

class events_pgtest : public test::inbox_test {
protected:
    std::string letter(std::string_view field) { return db.scalar(fmt::format("select contents->>'{}' from mail_letters", field)); }
};

TEST_F(events_pgtest, become_a_message_and_a_letter) {
    auto e = about(kind::won, john, spoon, 4);
    e.audit_head = std::string(32, 'a') + std::string(32, 'b');
    happen({e});
    const auto found = read(john);
    ASSERT_EQ(found.items.size(), 1u);
    EXPECT_EQ(found.items[0].kind, "won");
    EXPECT_EQ(found.items[0].lot_title, "Silver spoon");
    EXPECT_EQ(found.items[0].price->amount, 12500'00);
    EXPECT_FALSE(found.items[0].read);
    EXPECT_EQ(found.unread, 1);
    EXPECT_EQ(db.scalar("select concat_ws(' ', name, class, language, recipient, account_id, thread) from mail_letters"),
              "won transactional en john@example.com 2 lot.1");
    EXPECT_EQ(letter("price"), "₴12,500");
    EXPECT_EQ(letter("lot_title"), "Silver spoon");
    EXPECT_EQ(letter("audit_head"), std::string(16, 'a'));
    EXPECT_EQ(announced, (std::map<std::int64_t, std::int64_t>{{john.value, 1}}));
    EXPECT_TRUE(read(olena).items.empty());
}

TEST_F(events_pgtest, carry_what_their_kind_needs) {
    auto e = about(kind::max_cut, olena, spoon, 4);
    e.max = money{900'00, {}};
    e.reason = "listing_error";
    e.ends_at = parse_instant("2026-07-01T10:30:00Z");
    happen({e});
    EXPECT_EQ(letter("max"), "900\u00a0₴");
    EXPECT_EQ(letter("reason"), "помилка в описі лота");
    EXPECT_EQ(letter("ends_at"), "01.07.2026 13:30") << "in Kyiv";
    const auto found = read(olena).items.at(0);
    EXPECT_EQ(found.max, e.max);
    EXPECT_EQ(found.reason, e.reason);
    EXPECT_EQ(found.ends_at, e.ends_at);
}

TEST_F(events_pgtest, of_every_kind_have_a_letter_that_can_be_written) {
    std::vector<event> all;
    for (std::size_t i = 0; i < news::kind_names.size(); ++i) all.push_back(about(static_cast<kind>(i), olena, spoon, 1));
    happen(all);
    EXPECT_EQ(letters(), std::to_string(all.size()));
    for (const auto& each : all) {
        mail::letter_values values;
        for (const auto& name : mail::variables_of(mail::find_template(to_string(each.kind), language::uk)))
            EXPECT_NE(db.scalar(fmt::format("select count(*) from mail_letters where name = '{}' and contents ? '{}'", to_string(each.kind),
                                            name)),
                      "0")
                << to_string(each.kind) << " " << name;
    }
}

TEST_F(events_pgtest, of_a_saved_search_become_one_letter_with_links) {
    auto e = about(kind::search_hit, olena, spoon, 77);
    e.found.count = 14;
    e.found.lots.push_back({bell, "Brass\tbell", money{900'00, currency::parse("UAH").value()}});
    e.found.untold_count = 12;
    happen({e});
    EXPECT_EQ(letter("items"),
              "Silver spoon — 12\u00a0500\u00a0₴\thttp://localhost:8080/lots/1\nBrass bell — 900\u00a0₴\thttp://localhost:8080/lots/2\n");
    EXPECT_EQ(letter("more"), "12");
    EXPECT_EQ(letter("search"), "Spoons");
    EXPECT_EQ(letter("list_url"), "http://localhost:8080/lots?q=spoon&sort=newest");
    const auto found = read(olena).items.at(0);
    EXPECT_EQ(found.found, 14);
    EXPECT_EQ(found.search_name, "Spoons");
    EXPECT_EQ(found.search_query, "q=spoon");

    e.seq = 78;
    e.found.name = e.found.query = "";
    e.found.lots.clear();
    happen({e});
    EXPECT_EQ(letters(), "1") << "letters about what was found are off";
    EXPECT_EQ(read(olena).items.at(0).search_name, "");
}

TEST_F(events_pgtest, tell_the_seller_of_a_lot_in_words_of_their_own) {
    happen({about(kind::frozen, john, spoon, 5), about(kind::frozen, olena, spoon, 5)});
    EXPECT_EQ(db.scalar("select contents->>'seller' from mail_letters where account_id = 2"), "yes");
    EXPECT_EQ(db.scalar("select contents->>'seller' from mail_letters where account_id = 1"), "");
}

TEST_F(events_pgtest, happen_once_however_often_they_are_told) {
    const auto e = about(kind::sold, olena, spoon, 5);
    happen({e, e});
    happen({e, about(kind::sold, olena, bell, 5)});
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "2");
    EXPECT_EQ(letters(), "2");
    EXPECT_EQ(announced.at(olena.value), 2);
    EXPECT_EQ(db.scalar("select count(*) from jobs where kind = 'notifications.events' and state = 'done'"), "2");
}

TEST_F(events_pgtest, leave_nothing_of_an_attempt_that_broke) {
    add_job({about(kind::sold, olena, spoon, 5), about(kind::lost, john, spoon, 5)});
    db.execute(
        "create function fail() returns trigger language plpgsql as $$ begin raise 'no letters today'; end $$;"
        "create trigger no_letters before insert on mail_letters for each row execute function fail()");
    EXPECT_EQ(run(worker.run_once()).failed, 1);
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "0");
    EXPECT_TRUE(announced.empty());
    db.execute("drop trigger no_letters on mail_letters; update jobs set due_at = clock_timestamp()");
    EXPECT_EQ(run(worker.run_once()).done, 1);
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "2");
    EXPECT_EQ(letters(), "2");
}

TEST_F(events_pgtest, about_accounts_and_lots_that_are_gone_do_not_stop_the_others) {
    happen({about(kind::lost, account_id{99}, spoon, 1), about(kind::lost, john, lot_id{99}, 1), about(kind::lost, john, spoon, 1)});
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "1");
    EXPECT_EQ(letters(), "1");
    happen({about(kind::lost, account_id{99}, spoon, 1)});
    EXPECT_EQ(letters(), "1");
}

TEST_F(events_pgtest, letters_about_being_outbid_are_rationed_per_lot) {
    happen({about(kind::outbid, olena, spoon, 1), about(kind::outbid, olena, spoon, 2)});
    EXPECT_EQ(letters(), "1");
    happen({about(kind::outbid, olena, spoon, 3)});
    EXPECT_EQ(letters(), "1");
    happen({about(kind::outbid, olena, bell, 1), about(kind::outbid, john, spoon, 4)});
    EXPECT_EQ(letters(), "3") << "another lot, another person";
    happen({about(kind::lost, olena, spoon, 0)});
    EXPECT_EQ(letters(), "4") << "the end is always told";
    EXPECT_EQ(read(olena).items.size(), 5u) << "the list has them all";
    db.execute("update notifications set mailed_at = mailed_at - interval '6 minutes'");
    happen({about(kind::outbid, olena, spoon, 9)});
    EXPECT_EQ(letters(), "5");
}

TEST_F(events_pgtest, jobs_at_the_same_moment_share_the_ration) {
    for (int seq = 1; seq <= 8; ++seq) add_job({about(kind::outbid, olena, spoon, seq), about(kind::outbid, olena, bell, seq)});
    jobs::worker second(io, pool, {});
    for (auto& each : registrations(carrier, told)) second.add(std::move(each));
    while (db.scalar("select count(*) from jobs where kind = 'notifications.events' and state <> 'done'") != "0") {
        int running = 2;
        const auto work = [&](jobs::worker& one) -> awaitable<void> {
            co_await one.run_once();
            --running;
        };
        boost::asio::co_spawn(io, work(worker), boost::asio::detached);
        boost::asio::co_spawn(io, work(second), boost::asio::detached);
        const auto both = [&]() -> awaitable<void> {
            while (running > 0) co_await boost::asio::post(io, boost::asio::use_awaitable);
        };
        run(both());
    }
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "16");
    EXPECT_EQ(letters(), "2");
}

TEST_F(events_pgtest, devices_are_told_of_what_their_owner_wants_once) {
    add_device(olena);
    happen({about(kind::outbid, olena, spoon, 1), about(kind::lost, olena, bell, 1), about(kind::outbid, john, spoon, 2)});
    EXPECT_EQ(db.scalar("select string_agg(topic || ' ' || revision || ' ' || (payload::json ->> 'title'), ', ') from push_messages"),
              "lot-1 1 Вашу ставку перебито");
    happen({about(kind::outbid, olena, spoon, 1)});
    EXPECT_EQ(db.scalar("select revision from push_messages"), "1") << "told before";
    happen({about(kind::won, olena, spoon, 3)});
    EXPECT_EQ(db.scalar("select string_agg(topic || ' ' || revision || ' ' || (payload::json ->> 'title'), ', ') from push_messages"),
              "lot-1 2 Лот ваш")
        << "newer news about the same lot";
}

TEST_F(events_pgtest, a_full_job_is_told_whole) {
    db.execute(
        "insert into accounts (email, password_hash, display_name, language) "
        "select 'bidder' || n || '@example.com', 'x', 'Bidder', (array['uk', 'en', 'ru'])[n % 3 + 1] from generate_series(1, 500) n");
    std::vector<event> events;
    for (std::int64_t i = 0; i < 500; ++i) events.push_back(about(kind::lost, account_id{john.value + 1 + i}, spoon, 7));
    happen(events);
    EXPECT_EQ(db.scalar("select count(distinct account_id) from notifications"), "500");
    EXPECT_EQ(db.scalar("select count(distinct recipient) from mail_letters"), "500");
    EXPECT_EQ(announced.size(), 500u);
    EXPECT_TRUE(std::ranges::all_of(announced, [](const auto& each) { return each.second == 1; }));
}

}  // namespace
}  // namespace gavel::notifications
