// Names of the write-ahead log and of base backups.
#include "modules/backup/wal_names.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace gavel::backup {
namespace {

TEST(wal_names, are_those_that_archive_command_is_called_with) {
    for (const auto* name : {"000000010000000000000003", "0000000A00000001000000FF", "00000002.history", "000000010000000000000003.partial",
                             "000000010000000000000003.00000028.backup"})
        EXPECT_TRUE(is_wal_name(name)) << name;
    for (const auto* name : {"", "00000001000000000000000", "000000010000000000000003x", "0000000100000000000000g3",
                             "000000010000000000000003.old", "0000000a00000001000000ff", "../000000010000000000003", "00000002.histor",
                             "000000010000000000000003.28.backup", "archive_status"})
        EXPECT_FALSE(is_wal_name(name)) << name;
    EXPECT_TRUE(is_segment_name("000000010000000000000003"));
    EXPECT_FALSE(is_segment_name("000000010000000000000003.partial"));
}

TEST(wal_names, lie_in_the_folder_of_their_cluster) {
    EXPECT_EQ(stored_wal_name("7431", "0000000A00000001000000FF"), "w/7431/0000000a00000001000000ff");
    EXPECT_EQ(base_part_name("7431", "20261130-083200-0a1b2c", 3), "w/7431/base/20261130-083200-0a1b2c/cluster.00003");
    const auto record = base_record_name("7431", "20261130-083200-0a1b2c");
    const auto read = read_base_record_name(record);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->system, "7431");
    EXPECT_EQ(read->id, "20261130-083200-0a1b2c");
    for (const auto* name :
         {"w/7431/base/record", "w/x/base/20261130-083200-0a1b2c/record", "w/7431/base/../record", "b/7431/manifest", "w//base//record"})
        EXPECT_FALSE(read_base_record_name(name)) << name;
}

TEST(wal_names, before_a_segment_is_what_no_recovery_from_there_on_needs) {
    const auto before = [](const char* name) { return lies_before("7", stored_wal_name("7", name), "00000001000000010000000A"); };
    EXPECT_TRUE(before("000000010000000100000009"));
    EXPECT_TRUE(before("0000000100000000000000FF"));
    EXPECT_TRUE(before("000000020000000100000009")) << "on another timeline too";
    EXPECT_TRUE(before("000000010000000100000009.00000028.backup"));
    EXPECT_TRUE(before("000000010000000100000009.partial"));
    EXPECT_FALSE(before("00000001000000010000000A"));
    EXPECT_FALSE(before("00000001000000010000000B"));
    EXPECT_FALSE(before("00000002.history"));
    EXPECT_FALSE(lies_before("7", "w/8/000000010000000100000009", "00000001000000010000000A"));
    EXPECT_FALSE(lies_before("7", base_part_name("7", "20261130-083200-0a1b2c", 1), "00000001000000010000000A"));
}

TEST(wal_names, the_cluster_says_who_it_is) {
    const std::uint64_t number = 7431123456789012345;
    std::string control(8192, 'x'), segment(8192, 'x');
    std::memcpy(control.data(), &number, sizeof number);
    std::memcpy(segment.data() + 24, &number, sizeof number);
    EXPECT_EQ(system_in_control(control), "7431123456789012345");
    EXPECT_EQ(system_in_segment(segment), "7431123456789012345");
    EXPECT_FALSE(system_in_control("1234567"));
    EXPECT_FALSE(system_in_segment(std::string(31, 'x')));
}

}  // namespace
}  // namespace gavel::backup
