// gavel migrate against real databases: what it does, what it refuses, and that two of them do not meet.
#include "platform/pg/migrator/blocking.hpp"
#include "platform/pg/migrator/migrator.hpp"
#include "platform/pg/migrator/schema_state.hpp"
#include "tests/support/pg.hpp"

#include <gmock/gmock.h>

#include <sstream>
#include <thread>

namespace gavel::pg {
namespace {

using embedded::embedded_file;
using testing::HasSubstr;

class migrator_pgtest : public test::pg_test {
protected:
    migrator_pgtest() : pg_test(test::database::content::empty) {}

    migrate_settings settings() const {
        migrate_settings s;
        s.url = db.url();
        s.release = "1.0";
        s.turn_wait = std::chrono::seconds(10);
        s.lock_timeout = std::chrono::milliseconds(100);
        s.app_role = "gavel_app_absent";
        return s;
    }
    migrate_outcome migrate_to(const std::vector<embedded_file>& files, const migrate_settings& s) {
        std::ostringstream text;
        const auto outcome = migrate(read_migrations(files), s, text);
        report = text.str();
        return outcome;
    }
    migrate_outcome migrate_to(const std::vector<embedded_file>& files) { return migrate_to(files, settings()); }
    schema_state state_for(const std::vector<embedded_file>& files) { return run(read_schema_state(pool, soon(), read_migrations(files))); }

    const std::vector<embedded_file> one{{"0001_a.sql", "create table a (id bigint primary key)"}};
    const std::vector<embedded_file> two{{"0001_a.sql", "create table a (id bigint primary key)"},
                                         {"0002_b.sql", "alter table a add b text; create table c ()"}};
    std::string report;
};

TEST_F(migrator_pgtest, applies_once_and_then_only_what_is_new) {
    EXPECT_EQ(state_for(one), schema_state::missing);
    EXPECT_EQ(migrate_to(one), migrate_outcome::done) << report;
    EXPECT_EQ(state_for(one), schema_state::current);
    EXPECT_EQ(state_for(two), schema_state::older);
    EXPECT_EQ(migrate_to(one), migrate_outcome::unchanged) << report;
    EXPECT_EQ(migrate_to(two), migrate_outcome::done) << report;
    EXPECT_THAT(report, HasSubstr("Applied 0002 b"));
    EXPECT_THAT(report, testing::Not(HasSubstr("0001")));
    EXPECT_EQ(db.scalar("select string_agg(version || name || release, ',' order by version) from schema_migrations"), "1a1.0,2b1.0");
}

TEST_F(migrator_pgtest, refuses_a_newer_database) {
    ASSERT_EQ(migrate_to(two), migrate_outcome::done);
    EXPECT_EQ(migrate_to(one), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("newer than this release"));
    EXPECT_EQ(state_for(one), schema_state::newer);
}

// A release that is put back after the next one has migrated: whether it may serve is what the further migrations say.
TEST_F(migrator_pgtest, an_older_release_runs_on_a_newer_schema_that_lets_it) {
    const std::vector<embedded_file> next{
        one[0], {"0002_b.sql", "-- Adds b.\n-- Locks: a. Old release keeps running: yes.\nalter table a add b text"}};
    ASSERT_EQ(migrate_to(next), migrate_outcome::done) << report;
    EXPECT_EQ(state_for(one), schema_state::ahead);
    EXPECT_TRUE(is_served(state_for(one)));
    EXPECT_EQ(migrate_to(one), migrate_outcome::unchanged) << report;
    EXPECT_THAT(report, HasSubstr("at 0002, newer than this release"));
    auto further = next;
    further.push_back({"0003_c.sql", "-- Previous release keeps running: no.\nalter table a drop b"});
    ASSERT_EQ(migrate_to(further), migrate_outcome::done) << report;
    EXPECT_EQ(state_for(one), schema_state::newer) << "one of them is enough";
    EXPECT_EQ(state_for(next), schema_state::newer);
    EXPECT_EQ(migrate_to(next), migrate_outcome::refused);
}

TEST_F(migrator_pgtest, a_history_that_does_not_say_what_runs_on_it_learns_it) {
    const std::vector<embedded_file> files{{"0001_a.sql", "-- Old release keeps running: yes.\ncreate table a ()"}};
    ASSERT_EQ(migrate_to(files), migrate_outcome::done);
    db.execute("alter table schema_migrations drop column older_release_runs");
    EXPECT_EQ(state_for(files), schema_state::older);
    auto accepting = settings();
    accepting.accept_schema = true;  // the column is missing from the recorded schema, too
    EXPECT_EQ(migrate_to(files, accepting), migrate_outcome::unchanged) << report;
    EXPECT_EQ(db.scalar("select older_release_runs from schema_migrations"), "t");
    EXPECT_EQ(state_for(files), schema_state::current);
    EXPECT_EQ(migrate_to(files), migrate_outcome::unchanged) << report;
}

TEST_F(migrator_pgtest, refuses_altered_files) {
    ASSERT_EQ(migrate_to(one), migrate_outcome::done);
    const std::vector<embedded_file> altered{{"0001_a.sql", "create table a (id int primary key)"}};
    EXPECT_EQ(migrate_to(altered), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("altered"));
    EXPECT_EQ(state_for(altered), schema_state::different);
}

TEST_F(migrator_pgtest, refuses_a_schema_changed_by_hand_until_told_otherwise) {
    ASSERT_EQ(migrate_to(one), migrate_outcome::done);
    db.execute("alter table a add by_hand text");
    EXPECT_EQ(migrate_to(two), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("changed by hand"));
    db.execute("alter table a drop by_hand");
    EXPECT_EQ(migrate_to(one), migrate_outcome::unchanged) << report;
    db.execute("create index by_hand on a (id)");
    EXPECT_EQ(migrate_to(two), migrate_outcome::refused);
    auto accepting = settings();
    accepting.accept_schema = true;
    EXPECT_EQ(migrate_to(two, accepting), migrate_outcome::done) << report;
    EXPECT_EQ(migrate_to(two), migrate_outcome::unchanged) << report;
}

TEST_F(migrator_pgtest, a_failing_migration_leaves_no_trace_and_those_before_it_stay) {
    const std::vector<embedded_file> failing{{"0001_a.sql", "create table a (id bigint primary key)"},
                                             {"0002_b.sql", "create table b (); select 1 / 0"}};
    EXPECT_EQ(migrate_to(failing), migrate_outcome::stopped);
    EXPECT_THAT(report, HasSubstr("Stopped at 0002 b"));
    EXPECT_EQ(db.scalar("select to_regclass('b')"), "");
    EXPECT_EQ(db.scalar("select count(*) from schema_migrations"), "1");
    EXPECT_EQ(migrate_to(two), migrate_outcome::done) << report;
}

TEST_F(migrator_pgtest, gives_up_on_a_lock_instead_of_queueing_everybody_behind_it) {
    ASSERT_EQ(migrate_to(one), migrate_outcome::done);
    db.execute("begin; select * from a");
    EXPECT_EQ(migrate_to(two), migrate_outcome::stopped);
    EXPECT_THAT(report, HasSubstr("lock timeout"));
    db.execute("commit");
    EXPECT_EQ(migrate_to(two), migrate_outcome::done) << report;
}

TEST_F(migrator_pgtest, two_at_once_do_the_work_once) {
    std::vector<migrate_outcome> outcomes(4);
    {
        std::vector<std::jthread> migrators;
        for (auto& outcome : outcomes)
            migrators.emplace_back([&outcome, this] {
                std::ostringstream ignored;
                outcome = migrate(read_migrations(two), settings(), ignored);
            });
    }
    EXPECT_EQ(std::ranges::count(outcomes, migrate_outcome::done), 1);
    EXPECT_EQ(std::ranges::count(outcomes, migrate_outcome::unchanged), 3);
}

TEST_F(migrator_pgtest, waits_only_so_long_for_its_turn) {
    db.execute("select pg_advisory_lock(" + std::to_string(migration_lock_key) + ")");
    auto impatient = settings();
    impatient.turn_wait = std::chrono::milliseconds(50);
    EXPECT_EQ(migrate_to(one, impatient), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("is running on this database"));
    EXPECT_EQ(db.scalar("select to_regclass('a')"), "");
}

TEST_F(migrator_pgtest, waits_for_a_backup_that_holds_its_lock_in_shared_mode) {
    db.execute("select pg_advisory_lock_shared(" + std::to_string(migration_lock_key) + ")");
    auto impatient = settings();
    impatient.turn_wait = std::chrono::milliseconds(50);
    EXPECT_EQ(migrate_to(one, impatient), migrate_outcome::refused);
    db.execute("select pg_advisory_unlock_shared(" + std::to_string(migration_lock_key) + ")");
    EXPECT_EQ(migrate_to(one, impatient), migrate_outcome::done) << report;
}

TEST_F(migrator_pgtest, a_connection_lost_half_way_is_told_as_stopped_and_the_next_run_goes_on) {
    const std::vector<embedded_file> slow{one[0], {"0002_b.sql", "create table b (); select pg_sleep(60)"}};
    migrate_outcome outcome{};
    {
        const std::jthread migrating([&] { outcome = migrate_to(slow); });
        const auto until = soon();
        while (db.scalar("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() "
                         "and query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()") != "1")
            ASSERT_LT(std::chrono::steady_clock::now(), until);
    }
    EXPECT_EQ(outcome, migrate_outcome::stopped) << report;
    EXPECT_EQ(db.scalar("select to_regclass('b')"), "");
    EXPECT_EQ(db.scalar("select max(version) from schema_migrations"), "1");
    EXPECT_EQ(migrate_to(two), migrate_outcome::done) << report;
}

TEST_F(migrator_pgtest, an_absent_server_is_a_sentence) {
    auto nowhere = settings();
    nowhere.url = "postgresql:///x?host=/nonexistent";
    EXPECT_EQ(migrate_to(one, nowhere), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("Not started: PostgreSQL cannot be used"));
}

// A role is shared by all databases of a server: the name is this database's own.
class migrator_role_pgtest : public migrator_pgtest {
protected:
    migrator_role_pgtest() : role(db.name() + "_app") { db.execute("create role " + role + " login"); }
    ~migrator_role_pgtest() override { db.execute("drop owned by " + role + "; drop role " + role); }

    migrate_settings with_role() const {
        auto s = settings();
        s.app_role = role;
        return s;
    }
    std::string rights(const std::string& table) {
        return db.scalar(
            "select coalesce(string_agg(privilege_type, ',' order by privilege_type), '') from information_schema.role_table_grants "
            "where grantee = '" +
            role + "' and table_name = '" + table + "'");
    }

    const std::string role;
};

TEST_F(migrator_role_pgtest, the_server_may_write_rows_but_not_change_the_schema) {
    const std::vector<embedded_file> files{{"0001_a.sql",
                                            "create table a (id bigint generated always as identity); "
                                            "create table bids (); comment on table bids is 'Append-only. Really.'"}};
    EXPECT_EQ(migrate_to(files, with_role()), migrate_outcome::done) << report;
    EXPECT_EQ(rights("a"), "DELETE,INSERT,SELECT,UPDATE");
    EXPECT_EQ(rights("bids"), "INSERT,SELECT");
    EXPECT_EQ(rights("schema_migrations"), "SELECT");
    db.execute("set role " + role + "; insert into a default values");
    EXPECT_THROW(db.execute("create table mine ()"), error);
    db.execute("reset role");
}

TEST_F(migrator_role_pgtest, what_a_migration_revokes_stays_revoked) {
    const auto revoke = "create table a (); revoke delete on a from " + role;
    const std::vector<embedded_file> files{{"0001_a.sql", revoke}};
    EXPECT_EQ(migrate_to(files, with_role()), migrate_outcome::done) << report;
    EXPECT_EQ(migrate_to(files, with_role()), migrate_outcome::unchanged) << report;
    EXPECT_EQ(rights("a"), "INSERT,SELECT,UPDATE");
}

TEST_F(migrator_role_pgtest, refuses_while_servers_are_connected_unless_told_otherwise) {
    blocking_connection server(db.url() + " user=" + role);
    EXPECT_EQ(migrate_to(one, with_role()), migrate_outcome::refused);
    EXPECT_THAT(report, HasSubstr("1 sessions of role"));
    auto brave = with_role();
    brave.while_serving = true;
    EXPECT_EQ(migrate_to(one, brave), migrate_outcome::done) << report;
    EXPECT_EQ(migrate_to(one, with_role()), migrate_outcome::unchanged) << "a restart with nothing to do is not refused";
}

}  // namespace
}  // namespace gavel::pg
