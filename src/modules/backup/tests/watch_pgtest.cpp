// Operators are written to once, whichever server looks first; what was refused is written down.
#include "modules/backup/journal.hpp"
#include "modules/backup/watch.hpp"
#include "platform/runtime/async_signal.hpp"
#include "tests/support/pg.hpp"

#include <gmock/gmock.h>
#include <boost/asio/co_spawn.hpp>

namespace gavel::backup {
namespace {

mail::options with_a_mail_server() {
    mail::options chosen;
    chosen.site_url = "https://auction.example";
    chosen.smtp.url = "smtp://127.0.0.1:2525";
    return chosen;
}

class watch_pgtest : public test::pg_test {
protected:
    watch_pgtest() : other_pool(io, options()) {
        chosen.places.targets = "folder, google";
        add_account("operator@example.com", "operator");
        add_account("second@example.com", "operator");
        add_account("moderator@example.com", "moderator");
        add_account("gone@example.com", "operator");
        db.execute("update accounts set suspended_at = now(), suspension_reason = 'left' where email = 'gone@example.com'");
    }
    void add_account(const std::string& email, const std::string& role) {
        db.execute("insert into accounts (email, password_hash, display_name, language, role) values ('" + email +
                   "', 'x', 'Somebody', 'en', '" + role + "')");
    }
    // All of them were watched for long.
    void watched_since(const std::string& ago) {
        db.execute("update backup_watched set since = clock_timestamp() - interval '" + ago + "'");
    }
    void save(const std::string& target, const std::string& ago, const std::string& failure = {}) {
        db.execute("insert into backup_runs (kind, target, place, backup, began_at, finished_at, bytes, failure) select 'save', '" +
                   target + "', 'somewhere', '20261130-083200-0a1b2c', at, at, 1, " + (failure.empty() ? "null" : "'" + failure + "'") +
                   " from (select clock_timestamp() - interval '" + ago + "' as at) as now");
    }
    void prove(const std::string& ago) {
        db.execute(
            "insert into backup_runs (kind, target, place, backup, began_at, finished_at, bytes) select 'verify', 'folder', 'somewhere', "
            "'20261130-083200-0a1b2c', at, at, 1 from (select clock_timestamp() - interval '" +
            ago + "' as at) as now");
    }
    std::string letters(const std::string& name) {
        return db.scalar(
            "select coalesce(string_agg(recipient, ' ' order by recipient), '') from mail_letters where state = 'waiting' and name = '" +
            name + "'");
    }
    // As two servers that look at the same moment.
    void look() {
        runtime::async_signal ended;
        std::exception_ptr failure;
        bool over = false;
        boost::asio::co_spawn(io, other.look(), [&](std::exception_ptr thrown) {
            failure = thrown;
            over = true;
            ended.raise();
        });
        run(one.look());
        run(wait_for(ended, over));
        if (failure) std::rethrow_exception(failure);
    }
    static awaitable<void> wait_for(runtime::async_signal& ended, const bool& over) {
        while (!over) co_await ended.wait(soon());
    }
    static constexpr auto everybody = "operator@example.com second@example.com";

    backup::options chosen = [] {
        backup::options o;
        o.places.targets = "folder, google";
        return o;
    }();
    pg::pool other_pool;
    metrics::registry numbers, other_numbers;
    const mail::postman carrier{with_a_mail_server()};
    watch one{pool, chosen, carrier, numbers}, other{other_pool, chosen, carrier, other_numbers};
};

TEST_F(watch_pgtest, writes_once_when_a_place_is_late_beside_a_good_one) {
    look();
    EXPECT_EQ(letters("backup_late"), "") << "all of it is new";
    watched_since("900 hours");
    prove("10 days");
    save("folder", "1 hour");
    save("google", "30 hours");
    save("google", "6 hours", "the storage is full");
    look();
    EXPECT_EQ(letters("backup_late"), everybody);
    EXPECT_THAT(db.scalar("select contents::text from mail_letters limit 1"),
                testing::AllOf(testing::HasSubstr("Google Drive"), testing::HasSubstr("the storage is full"),
                               testing::Not(testing::HasSubstr("Folder"))));
    look();
    EXPECT_EQ(letters("backup_late"), everybody) << "once a day";

    db.execute("update backup_watched set told_at = told_at - interval '1 day' where told_late");
    look();
    EXPECT_EQ(letters("backup_late"), everybody) << "the newer instead of the one that waits";
    EXPECT_EQ(db.scalar("select count(*) from mail_letters"), "4");

    save("google", "1 minute");
    look();
    look();
    EXPECT_EQ(letters("backup_late"), "");
    EXPECT_EQ(letters("backup_good"), everybody);
    EXPECT_EQ(db.scalar("select count(*) from mail_letters"), "6");
}

TEST_F(watch_pgtest, writes_when_no_backup_was_proven) {
    look();
    watched_since("900 hours");
    save("folder", "1 hour");
    save("google", "1 hour");
    look();
    EXPECT_EQ(letters("backup_late"), everybody);
    EXPECT_THAT(db.scalar("select contents::text from mail_letters limit 1"), testing::HasSubstr("Drill"));
    prove("1 minute");
    look();
    EXPECT_EQ(letters("backup_good"), everybody);
}

TEST_F(watch_pgtest, waits_for_somebody_to_write_to) {
    db.execute("update accounts set role = 'member'");
    look();
    watched_since("900 hours");
    look();
    EXPECT_EQ(letters("backup_late"), "");
    db.execute("update accounts set role = 'operator' where email = 'second@example.com'");
    look();
    EXPECT_EQ(letters("backup_late"), "second@example.com");
}

TEST_F(watch_pgtest, without_a_mail_server_writes_to_nobody) {
    mail::options none;
    none.site_url = "https://auction.example";
    const mail::postman nobody(none);
    watch quiet(pool, chosen, nobody, numbers);
    run(quiet.look());
    watched_since("900 hours");
    run(quiet.look());
    EXPECT_EQ(db.scalar("select count(*) from mail_letters"), "0");
    EXPECT_THAT(numbers.text(), testing::HasSubstr("gavel_backup_late{what=\"saved\"} 1"));
}

TEST_F(watch_pgtest, counts_each_place_for_itself) {
    const auto shown = numbers.text();
    for (const auto* place : {"folder", "google"})
        EXPECT_THAT(shown, testing::HasSubstr("gavel_backup_saved_timestamp_seconds{place=\"" + std::string(place) + "\"} 0"));
    save("folder", "1 hour");
    save("google", "30 hours");
    look();
    EXPECT_THAT(numbers.text(), testing::HasSubstr("gavel_backup_late{what=\"saved\"} 1"));
    EXPECT_THAT(numbers.text(), testing::HasSubstr("gavel_backup_late{what=\"proven\"} 0"));
    save("google", "1 hour");
    look();
    EXPECT_THAT(numbers.text(), testing::HasSubstr("gavel_backup_late{what=\"saved\"} 0"));
}

TEST_F(watch_pgtest, knows_how_the_last_attempts_ended) {
    backup::run r;
    r.kind = "save";
    r.target = "google";
    r.place = "somewhere";
    r.began = server_now();
    r.failure = "A migration is running.";
    save("folder", "1 hour");
    save("google", "2 hours");
    run(note_run(pool, soon(), std::move(r)));
    const auto known = run(look_at_all(pool, chosen, soon()));
    ASSERT_EQ(known.size(), 3u);
    EXPECT_EQ(known[0].subject, "folder");
    EXPECT_EQ(known[0].failure, "");
    EXPECT_TRUE(known[0].last);
    EXPECT_EQ(known[1].failure, "A migration is running.");
    EXPECT_GT(known[1].tried, known[1].last);
    EXPECT_TRUE(known[2].is_drill());
    EXPECT_FALSE(known[2].last);
    EXPECT_EQ(db.scalar("select count(*) from backup_watched"), "0") << "looking changes nothing";
}

}  // namespace
}  // namespace gavel::backup
