// When a failed job is tried again, and what is kept of the reason.
#include "platform/jobs/retry.hpp"

#include <gtest/gtest.h>

namespace gavel::jobs {
namespace {

using std::chrono::milliseconds;

TEST(back_off, doubles_from_a_second_to_an_hour) {
    EXPECT_EQ(back_off(1, 0), milliseconds(500));
    EXPECT_EQ(back_off(2, 0), milliseconds(1'000));
    EXPECT_EQ(back_off(5, 0), milliseconds(8'000));
    EXPECT_EQ(back_off(12, 0), milliseconds(1'024'000));
    EXPECT_EQ(back_off(13, 0), milliseconds(1'800'000));
    EXPECT_EQ(back_off(1'000'000, 0), milliseconds(1'800'000));
}

TEST(back_off, jitter_stays_between_half_and_all) {
    EXPECT_EQ(back_off(3, 0), milliseconds(2'000));
    EXPECT_LT(back_off(3, 0.999), milliseconds(4'000));
    EXPECT_GT(back_off(3, 0.999), milliseconds(3'900));
}

TEST(reasons, hold_no_addresses_and_stay_short) {
    EXPECT_EQ(cleaned("550 <ann@example.org> unknown\r\nuser"), "550 (address) unknown user");
    EXPECT_EQ(cleaned(""), "");
    EXPECT_EQ(cleaned(std::string(1000, 'x')).size(), 200u);
    EXPECT_EQ(cleaned("\xff\xfe"), "(unreadable)");
    EXPECT_EQ(cleaned(std::string("a\0b", 3)), "a b");
}

}  // namespace
}  // namespace gavel::jobs
