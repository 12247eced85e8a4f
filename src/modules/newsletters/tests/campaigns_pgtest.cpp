// Campaigns from the desk to the mail server: who gets them, in which language, and what stops them.
#include "modules/newsletters/errors.hpp"
#include "modules/newsletters/repository_sending.hpp"
#include "modules/newsletters/tests/fixture.hpp"
#include "platform/http/problems.hpp"

namespace gavel::newsletters {
namespace {

using campaigns_pgtest = newsletters_pgtest;

TEST_F(campaigns_pgtest, everybody_gets_it_once_in_their_language_or_the_first_written) {
    subscriber("olena@example.org", "uk");
    subscriber("john@example.org", "en");
    subscriber("ivan@example.org", "ru");
    subscriber("gone@example.org");
    db.execute("update newsletter_subscribers set unsubscribed_at = clock_timestamp() where address like 'gone%'");
    subscriber("dead@example.org");
    db.execute("insert into mail_suppressions (address, reason) values ('dead@example.org', 'bad_address')");
    const auto c = written({{language::uk, "Осінні торги"}, {language::en, "Autumn sale"}});
    ASSERT_TRUE(tell(c.id, command::schedule));
    auto done = feed();
    EXPECT_EQ(done.started, 3);
    EXPECT_EQ(done.queued, 3);
    EXPECT_EQ(feed().queued, 0) << "again is nothing";
    EXPECT_EQ(send_all(), 3);
    EXPECT_EQ(now(c.id).state, campaign_state::sending);
    EXPECT_EQ(feed().settled, 3);
    EXPECT_EQ(recipients(), "olena@example.org uk sent, john@example.org en sent, ivan@example.org uk sent");
    const auto over = now(c.id);
    EXPECT_EQ(over.state, campaign_state::sent);
    EXPECT_EQ(over.recipients, 3);
    EXPECT_EQ(over.counts.sent, 3);
    EXPECT_TRUE(over.finished_at);
    const auto sunk = sink.since(0);
    EXPECT_EQ(sunk[0].recipient, "olena@example.org");
    EXPECT_EQ(sunk[0].message_id, db.scalar("select message_key from newsletter_recipients order by id limit 1") + "@auction.example");
}

TEST_F(campaigns_pgtest, the_segment_chooses) {
    const auto people = [&](const segment& to) { return run(desk->count(to, soon())).people; };
    const auto watcher = account("watcher");
    const auto bidder = account("bidder");
    const auto visitor = account("visitor", "en");
    for (const auto* each : {"watcher", "bidder", "visitor"}) subscriber(std::string(each) + "@example.org", each[0] == 'v' ? "en" : "uk");
    subscriber("heading@example.org", "uk", "{music}");
    subscriber("leaf@example.org", "ru", "{records-players}");
    subscriber("coins@example.org", "uk", "{coins}");
    db.execute(fmt::format(
        "insert into lots (seller_id, category_id) values ({}, 'records-players');"
        "insert into watches (account_id, lot_id) select {}, id from lots;"
        "insert into participants (lot_id, bidder_id, number, last_bid_at) values (1, {}, 1, clock_timestamp() - interval '3 days');"
        "insert into sessions (account_id, token_hash, device, last_seen_at, expires_at)"
        " values ({}, sha256('x'), 'x', clock_timestamp() - interval '8 days', clock_timestamp())",
        author.value, watcher.value, bidder.value, visitor.value));
    segment to;
    EXPECT_EQ(people(to), 6);
    to.languages = {"en", "ru"};
    EXPECT_EQ(people(to), 2);
    to = {};
    to.category_ids = {"music"};
    EXPECT_EQ(people(to), 3) << "who chose the heading or a leaf below it, who watches a lot there";
    to.category_ids = {"records-players"};
    EXPECT_EQ(people(to), 3) << "whoever chose the heading is interested in its leaves";
    to.category_ids = {"dolls"};
    EXPECT_EQ(people(to), 0);
    to = {};
    to.activity = "active";
    to.activity_days = 7;
    EXPECT_EQ(people(to), 1);
    to.activity_days = 9;
    EXPECT_EQ(people(to), 2);
    to.activity = "inactive";
    EXPECT_EQ(people(to), 4) << "people without an account among them";
}

TEST_F(campaigns_pgtest, what_is_not_ready_does_not_leave) {
    const auto empty = run(desk->create(author, soon()));
    EXPECT_TRUE(tell(empty.id, command::schedule).error().is(campaign_unwritten));
    const auto c = written({{language::en, "Hello"}});
    EXPECT_TRUE(tell(c.id, command::schedule).error().is(campaign_without_recipients));
    subscriber("olena@example.org");
    campaign_changes half;
    half.texts.emplace_back();
    half.texts[0].lang = language::uk;
    half.texts[0].subject = "Half";
    ASSERT_TRUE(run(desk->change(c.id, half, soon())));
    const auto refused = tell(c.id, command::schedule);
    EXPECT_TRUE(refused.error().is(campaign_unwritten));
    EXPECT_EQ(refused.error().fields().at("language"), "uk");
    half.texts[0].subject.clear();
    ASSERT_TRUE(run(desk->change(c.id, half, soon())));
    ASSERT_TRUE(tell(c.id, command::schedule));
    EXPECT_TRUE(run(desk->change(c.id, half, soon())).error().is(campaign_state_conflict)) << "only drafts change";
    ASSERT_TRUE(tell(c.id, command::revise));
    EXPECT_TRUE(run(desk->change(c.id, half, soon())));
    EXPECT_TRUE(tell(campaign_id{99}, command::cancel).error().is(http::not_found));
}

TEST_F(campaigns_pgtest, one_that_is_scheduled_waits_for_its_time) {
    subscriber("olena@example.org");
    const auto c = written({{language::uk, "Новини"}});
    ASSERT_TRUE(run(desk->obey(c.id, command::schedule, server_now() + std::chrono::hours(5), soon())));
    EXPECT_EQ(feed().started, 0);
    db.execute("update newsletter_campaigns set scheduled_at = scheduled_at - interval '5 hours 1 minute'");
    EXPECT_EQ(feed().started, 1);
}

TEST_F(campaigns_pgtest, the_queue_is_fed_in_portions_and_pause_and_cancel_stop_what_has_not_left) {
    db.execute(
        "insert into newsletter_subscribers (address, language, asked_by)"
        " select 'reader' || n || '@example.org', 'uk', 'letter' from generate_series(1, 1300) n");
    const auto c = written({{language::uk, "Новини"}});
    ASSERT_TRUE(tell(c.id, command::schedule));
    EXPECT_EQ(feed().queued, portion_max);
    EXPECT_EQ(feed().queued, 0) << "enough waits";
    for (int i = 0; i < 10; ++i) send_one();
    ASSERT_TRUE(tell(c.id, command::pause));
    auto done = feed();
    EXPECT_EQ(done.settled, 10);
    EXPECT_EQ(done.taken_back, portion_max - 10);
    EXPECT_EQ(send_all(), 0);
    EXPECT_EQ(now(c.id).counts.waiting, 1'290);
    ASSERT_TRUE(tell(c.id, command::resume));
    EXPECT_EQ(feed().queued, portion_max);
    for (int i = 0; i < 300; ++i) send_one();
    EXPECT_EQ(feed().queued, 300);
    ASSERT_TRUE(tell(c.id, command::cancel));
    feed();
    EXPECT_EQ(send_all(), 0);
    const auto over = now(c.id);
    EXPECT_EQ(over.counts.sent, 310);
    EXPECT_EQ(over.counts.cancelled, 990);
    EXPECT_EQ(sink.count(), 310u);
    EXPECT_TRUE(tell(c.id, command::resume).error().is(campaign_state_conflict));
}

TEST_F(campaigns_pgtest, whoever_leaves_gets_no_more_and_is_counted) {
    subscriber("olena@example.org");
    subscriber("taras@example.org");
    const auto c = written({{language::uk, "Новини"}});
    ASSERT_TRUE(tell(c.id, command::schedule));
    feed();
    EXPECT_TRUE(send_one());
    const auto key = run(mail::read_link_key(pool, soon()));
    const auto leave = [&](const std::string& address) -> boost::asio::awaitable<void> {
        auto tx = co_await pool.begin(soon());
        const auto id = subscriber_id::parse(db.scalar("select id from newsletter_subscribers where address = '" + address + "'")).value();
        co_await leave_by_link(tx, id, c.id);
        co_await tx.commit();
    };
    run(leave("olena@example.org"));
    run(leave("taras@example.org"));
    run(leave("taras@example.org"));
    send_all();
    feed();
    const auto over = now(c.id);
    EXPECT_EQ(over.counts.sent, 1);
    EXPECT_EQ(over.counts.left, 1) << "unsubscribed before it was sent";
    EXPECT_EQ(over.counts.unsubscribed, 2);
    EXPECT_EQ(over.state, campaign_state::sent);
}

TEST_F(campaigns_pgtest, letters_that_were_given_up_and_tried_again_are_counted_right) {
    subscriber("olena@example.org");
    const auto c = written({{language::uk, "Новини"}});
    ASSERT_TRUE(tell(c.id, command::schedule));
    feed();
    db.execute("update mail_letters set state = 'given_up', finished_at = clock_timestamp()");
    feed();
    EXPECT_EQ(now(c.id).counts.given_up, 1);
    db.execute("update mail_letters set state = 'waiting', finished_at = null, due_at = clock_timestamp()");
    feed();
    EXPECT_EQ(now(c.id).counts.given_up, 1);
    send_all();
    feed();
    EXPECT_EQ(now(c.id).counts.sent, 1);
}

TEST_F(campaigns_pgtest, a_test_letter_goes_to_its_writer_alone) {
    const auto c = written({{language::en, "Hello"}});
    EXPECT_TRUE(run(desk->send_test(c.id, language::uk, author, soon())).error().is(campaign_unwritten));
    ASSERT_TRUE(run(desk->send_test(c.id, language::en, author, soon())));
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(sink.since(0)[0].recipient, "author@example.org");
}

TEST_F(campaigns_pgtest, two_servers_take_turns) {
    auto other = run(pool.begin(soon()));
    ASSERT_TRUE(run(take_turn(other)));
    EXPECT_FALSE(feed().ours);
    run(other.rollback());
    EXPECT_TRUE(feed().ours);
}

}  // namespace
}  // namespace gavel::newsletters
