#include "modules/media/recent_files.hpp"

#include <gtest/gtest.h>

namespace gavel::media {
namespace {

recent_files::content bytes(std::size_t count) { return std::make_shared<const std::string>(count, 'x'); }

TEST(recent_files, forgets_what_nobody_asked_for_longest) {
    recent_files kept(800);
    for (int i = 0; i < 8; ++i) kept.keep(std::to_string(i), bytes(100));
    EXPECT_TRUE(kept.find("0"));
    kept.keep("8", bytes(100));
    EXPECT_TRUE(kept.find("0")) << "it was asked for since";
    EXPECT_FALSE(kept.find("1"));
    EXPECT_EQ(kept.bytes(), 800u);
}

TEST(recent_files, one_file_does_not_push_out_all_others) {
    recent_files kept(800);
    kept.keep("small", bytes(100));
    kept.keep("large", bytes(101));
    EXPECT_FALSE(kept.find("large"));
    EXPECT_TRUE(kept.find("small"));
}

TEST(recent_files, keeps_one_copy) {
    recent_files kept(800);
    kept.keep("a", bytes(100));
    kept.keep("a", bytes(100));
    EXPECT_EQ(kept.bytes(), 100u);
}

TEST(recent_files, may_be_switched_off) {
    recent_files kept(0);
    kept.keep("a", bytes(1));
    EXPECT_FALSE(kept.find("a"));
    EXPECT_EQ(kept.bytes(), 0u);
}

}  // namespace
}  // namespace gavel::media
