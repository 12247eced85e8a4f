// Names of migration files, and what makes a database and a release contradict each other.
#include "platform/pg/migrator/history.hpp"
#include "platform/pg/migrator/schema_check.hpp"

#include <gmock/gmock.h>

namespace gavel::pg {
namespace {

using embedded::embedded_file;

TEST(migrations, are_read_in_order) {
    const std::vector<embedded_file> files{{"0002_lots_table.sql", "b"}, {"0001_jobs_queue.sql", "a"}};
    const auto known = read_migrations(files);
    ASSERT_EQ(known.size(), 2u);
    EXPECT_EQ(known[0].version, 1);
    EXPECT_EQ(known[0].name, "jobs_queue");
    EXPECT_EQ(known[0].sql, "a");
    EXPECT_EQ(known[0].checksum, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    EXPECT_EQ(known[1].name, "lots_table");
}

TEST(migrations, say_in_their_head_whether_older_releases_run) {
    const auto says = [](std::string_view text) {
        const std::vector<embedded_file> files{{"0001_a.sql", text}};
        return read_migrations(files)[0].older_release_runs;
    };
    EXPECT_TRUE(says("-- Adds a.\n-- Locks: none. Old release keeps running: yes.\nselect 1"));
    EXPECT_TRUE(says("-- Locks: many, and then the previous\n-- release keeps running: yes, it does not know them."));
    EXPECT_FALSE(says("-- Old release keeps running: no."));
    EXPECT_FALSE(says("-- Adds a.\nselect 1;\n-- Old release keeps running: yes."));
    EXPECT_FALSE(says(""));
}

TEST(migrations, say_which_constraints_there_are_in_the_end) {
    const std::vector<embedded_file> files{
        {"0001_a.sql", "create table t (a int constraint t_a check (a > 0), -- a constraint like no other\n constraint t_b unique (a));"},
        {"0002_b.sql",
         "alter table t drop constraint t_a, add constraint t_c check (a > 1);\nalter table t drop constraint if exists t_b;"},
        {"0003_c.sql", "create constraint trigger t_d after insert on t execute function f();"}};
    EXPECT_THAT(constraint_names(read_migrations(files)), testing::ElementsAre("t_c", "t_d"));
}

TEST(migrations, malformed_names_are_a_broken_build) {
    for (const auto* name : {"1_x.sql", "0001x.sql", "0001_x.txt", "000a_x.sql", "README", "0002_x.sql"}) {
        const std::vector<embedded_file> files{{name, ""}};
        EXPECT_THROW(read_migrations(files), std::logic_error) << name;
    }
    const std::vector<embedded_file> doubled{{"0001_a.sql", ""}, {"0001_b.sql", ""}};
    EXPECT_THROW(read_migrations(doubled), std::logic_error);
}

std::vector<applied_migration> applied(const std::vector<migration>& from) {
    std::vector<applied_migration> history;
    for (const auto& m : from) {
        applied_migration done;
        done.version = m.version;
        done.name = m.name;
        done.checksum = m.checksum;
        history.push_back(done);
    }
    return history;
}

TEST(contradiction, tells_older_from_newer_from_altered) {
    const std::vector<embedded_file> files{{"0001_a.sql", "a"}, {"0002_b.sql", "b"}};
    const auto known = read_migrations(files);
    auto history = applied(known);
    EXPECT_FALSE(contradiction(known, history));
    EXPECT_FALSE(contradiction(known, {}));
    EXPECT_THAT(*contradiction({known[0]}, history), testing::HasSubstr("newer"));
    history[1].checksum = "other";
    EXPECT_THAT(*contradiction(known, history), testing::HasSubstr("altered after it was applied"));
    history.erase(history.begin());
    EXPECT_THAT(*contradiction(known, history), testing::HasSubstr("0001 is missing"));
}

TEST(fingerprints, compare_only_within_one_major_version) {
    EXPECT_FALSE(changed_by_hand("15:aa", "15:aa"));
    EXPECT_TRUE(changed_by_hand("15:aa", "15:bb"));
    EXPECT_FALSE(changed_by_hand("15:aa", "17:bb"));
}

}  // namespace
}  // namespace gavel::pg
