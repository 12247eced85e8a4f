#include "modules/notifications/worker.hpp"
#include "platform/jobs/worker.hpp"
#include "tests/support/pg.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gavel::notifications {
namespace {

mail::options without_server() { return mail::options(); }

class notifications_pgtest : public test::pg_test {
protected:
    notifications_pgtest() {
        db.execute(R"sql(
            insert into accounts (email, password_hash, display_name, language) values
                ('olena@example.com', 'x', 'Olena', 'uk'), ('john@example.com', 'x', 'John', 'en');
            insert into lots (seller_id, title) values (2, 'Silver spoon'), (2, 'Brass bell');
        )sql");
        for (auto& each : registrations(carrier, told)) worker.add(std::move(each));
    }

    void happen(const std::string& kind, const std::string& account, const std::string& lot, int seq) {
        db.execute("insert into jobs (kind, payload) values ('notifications.event', '{\"event\":\"" + kind + "\",\"account\":\"" + account +
                   "\",\"lot\":\"" + lot + "\",\"price\":1250000,\"currency\":\"UAH\",\"seq\":" + std::to_string(seq) + "}')");
        const auto round = run(worker.run_once());
        EXPECT_EQ(round.done, 1);
    }
    page read(std::int64_t account, std::optional<notification_id> before = std::nullopt, std::int64_t limit = 24) {
        return run(messages.list(account_id{account}, before, limit, soon()));
    }
    std::string letters() { return db.scalar("select count(*) from jobs where kind = 'mail.send'"); }

    runtime::worker_pool workers{1, 4};
    mail::postman carrier{without_server(), workers};
    std::vector<std::pair<std::int64_t, std::int64_t>> announced;
    announcer told = [this](account_id account, std::int64_t unread) { announced.emplace_back(account.value, unread); };
    service messages{pool, told};
    jobs::worker worker{io, pool, jobs::options()};
};

TEST_F(notifications_pgtest, an_event_becomes_a_message_and_a_letter) {
    happen("won", "1", "1", 0);
    const auto found = read(1);
    ASSERT_EQ(found.items.size(), 1u);
    EXPECT_EQ(found.items[0].kind, "won");
    EXPECT_EQ(found.items[0].lot_title, "Silver spoon");
    EXPECT_EQ(found.items[0].price->amount, 1250000);
    EXPECT_FALSE(found.items[0].read);
    EXPECT_EQ(found.unread, 1);
    EXPECT_EQ(db.scalar("select payload->>'to' from jobs where kind = 'mail.send'"), "olena@example.com");
    EXPECT_EQ(db.scalar("select payload->>'language' from jobs where kind = 'mail.send'"), "uk");
    ASSERT_EQ(announced.size(), 1u);
    EXPECT_EQ(announced[0], std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_TRUE(read(2).items.empty());
}

TEST_F(notifications_pgtest, an_event_happens_once_however_often_its_job_runs) {
    for (int i = 0; i < 3; ++i) happen("sold", "2", "1", 5);
    EXPECT_EQ(db.scalar("select count(*) from notifications"), "1");
    EXPECT_EQ(letters(), "1");
    EXPECT_EQ(announced.size(), 1u);
    EXPECT_EQ(db.scalar("select count(*) from jobs where kind = 'notifications.event' and state = 'done'"), "3");
}

TEST_F(notifications_pgtest, what_is_unread_is_told_of_several_accounts_at_once) {
    happen("outbid", "1", "1", 1);
    happen("lost", "1", "1", 2);
    const auto counts = run(messages.unread_of({account_id{1}, account_id{2}}, soon()));
    ASSERT_EQ(counts.size(), 2u);
    for (const auto& each : counts) EXPECT_EQ(each.unread, each.account.value == 1 ? 2 : 0);
}

TEST_F(notifications_pgtest, letters_about_being_outbid_are_rationed_per_lot) {
    happen("outbid", "1", "1", 1);
    happen("outbid", "1", "1", 3);
    EXPECT_EQ(letters(), "1");
    happen("outbid", "1", "2", 1);
    EXPECT_EQ(letters(), "2") << "another lot";
    happen("lost", "1", "1", 0);
    EXPECT_EQ(letters(), "3") << "the end is always told";
    EXPECT_EQ(read(1).items.size(), 4u) << "the list has them all";
    db.execute("update notifications set mailed_at = mailed_at - interval '6 minutes'");
    happen("outbid", "1", "1", 9);
    EXPECT_EQ(letters(), "4");
}

TEST_F(notifications_pgtest, pages_newest_first_and_marks_up_to_an_id) {
    for (int i = 1; i <= 5; ++i) happen("outbid", "1", "1", i);
    const auto first = read(1, std::nullopt, 2);
    ASSERT_EQ(first.items.size(), 2u);
    ASSERT_TRUE(first.next);
    const auto second = read(1, first.next, 2);
    const auto third = read(1, second.next, 2);
    EXPECT_EQ(third.items.size(), 1u);
    EXPECT_FALSE(third.next);
    EXPECT_GT(first.items[1].id, second.items[0].id);

    announced.clear();
    run(messages.mark_read(account_id{1}, second.items[0].id, soon()));
    EXPECT_EQ(read(1).unread, 2);
    ASSERT_EQ(announced.size(), 1u);
    EXPECT_EQ(announced[0].second, 2);
    run(messages.mark_read(account_id{2}, first.items[0].id, soon()));
    EXPECT_EQ(read(1).unread, 2) << "nobody reads another's messages away";
}

}  // namespace
}  // namespace gavel::notifications
