// What a copy is compared with.
#include "modules/backup/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::backup {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

facts some_facts() {
    facts f;
    f.seen_at = "2026-11-30T08:32:00.000Z";
    f.rows = {{"accounts", 3}, {"bids", 9'000'000'000}, {"lots", 0}};
    f.database_bytes = 1'000'000'000'000;
    f.objects = 7;
    f.missing_objects = 1;
    f.configuration = "# default\npg.url = (set)\n";
    return f;
}

TEST(facts, come_back_as_they_were_written) {
    const auto back = read_facts(write_facts(some_facts()));
    EXPECT_EQ(back.seen_at, some_facts().seen_at);
    EXPECT_EQ(back.rows, some_facts().rows);
    EXPECT_EQ(back.database_bytes, some_facts().database_bytes);
    EXPECT_EQ(back.objects, 7);
    EXPECT_EQ(back.missing_objects, 1);
    EXPECT_TRUE(back.with_media);
    EXPECT_EQ(back.configuration, some_facts().configuration);
}

TEST(facts, what_is_no_facts_is_damaged) {
    for (const auto* text : {"", "{", "[]", "{}", "null", R"({"seen_at": 3})"}) EXPECT_THROW(read_facts(text), damaged) << text;
}

TEST(facts, a_copy_with_the_same_rows_differs_in_nothing) { EXPECT_THAT(differences(some_facts(), some_facts().rows), IsEmpty()); }

TEST(facts, tables_of_newer_migrations_are_no_difference) {
    auto copy = some_facts().rows;
    copy["backups_of_the_future"] = 0;
    EXPECT_THAT(differences(some_facts(), copy), IsEmpty());
}

TEST(facts, what_is_missing_is_named) {
    EXPECT_THAT(differences(some_facts(), {{"accounts", 2}, {"bids", 9'000'000'000}}),
                ElementsAre("accounts has 2 rows, 3 were saved", "the table lots is missing"));
}

}  // namespace
}  // namespace gavel::backup
