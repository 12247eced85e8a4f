// Which base backup is taken, what is said about it, and what PostgreSQL is told.
#include "modules/backup/base_restore.hpp"

#include <gtest/gtest.h>

namespace gavel::backup {
namespace {

base_record base(const char* finished) {
    base_record r;
    r.system = "7431";
    r.id = "20261130-083200-0a1b2c";
    r.first_wal = "000000010000000000000003";
    r.finished = parse_instant(finished).value();
    r.parts.push_back({"w/7431/base/20261130-083200-0a1b2c/cluster.00001", 12, std::string(64, 'a')});
    return r;
}

TEST(base_restore, takes_the_newest_that_was_finished_by_then) {
    const std::vector<base_record> all{base("2026-11-30T01:00:00Z"), base("2026-11-30T02:00:00Z")};
    EXPECT_EQ(choose_base(all, std::nullopt), &all[1]);
    EXPECT_EQ(choose_base(all, parse_instant("2026-11-30T02:00:00Z")), &all[1]);
    EXPECT_EQ(choose_base(all, parse_instant("2026-11-30T01:59:59Z")), &all[0]);
    EXPECT_EQ(choose_base(all, parse_instant("2026-11-30T00:59:59Z")), nullptr);
    EXPECT_EQ(choose_base({}, std::nullopt), nullptr);
}

TEST(base_restore, a_record_is_believed_only_with_our_signature) {
    const auto signs = new_signing_key();
    const auto written = write_base_record(base("2026-11-30T01:00:00.123456Z"), signs);
    const auto read = read_base_record(written, {signs.by()});
    EXPECT_EQ(read.finished, parse_instant("2026-11-30T01:00:00.123456Z"));
    EXPECT_EQ(read.first_wal, "000000010000000000000003");
    ASSERT_EQ(read.parts.size(), 1u);
    EXPECT_EQ(read.bytes(), 12u);
    EXPECT_THROW(read_base_record(written, {new_signing_key().by()}), damaged);
    EXPECT_THROW(read_base_record(written, {}), damaged);
    for (std::size_t i = 0; i < written.size(); i += 7) {
        auto bad = written;
        bad[i] ^= 1;
        EXPECT_THROW(read_base_record(bad, {signs.by()}), damaged) << i;
    }
    wal_head h;
    h.system = "7431";
    EXPECT_THROW(read_base_record(write_wal_head(h, signs), {signs.by()}), damaged) << "another kind of text";
}

TEST(base_restore, tells_postgresql_with_its_own_quotes) {
    const auto text = recovery_settings({"/opt/gavel", "--key", "/it's 100%/a\\b"}, parse_instant("2026-11-30T08:32:00.5Z"));
    EXPECT_EQ(text,
              "# Written by gavel restore --until.\n"
              "restore_command = '''/opt/gavel'' ''--key'' ''/it''\\\\''''s 100%%/a\\\\b'' %f %p'\n"
              "recovery_target_time = '2026-11-30 08:32:00.500000+00'\n"
              "recovery_target_action = 'promote'\n"
              "archive_mode = 'off'\n");
    EXPECT_EQ(recovery_settings({"/opt/gavel"}, std::nullopt).find("recovery_target_time"), std::string::npos);
}

}  // namespace
}  // namespace gavel::backup
