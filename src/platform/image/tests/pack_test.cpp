#include "platform/image/pack.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gavel::image {
namespace {

using namespace std::string_literals;

const std::string avif =
                      "\0\0\0\x20"
                      "ftypavif and so on"s,
                  webp = "RIFF\x08\0\0\0WEBPVP8 and so on"s, jpeg = "\xff\xd8\xff and so on"s;

picture usual() {
    picture p;
    p.kind = kind::heic;
    p.width = 4000;
    p.height = 3000;
    p.variants = {{format::avif, 320, 240, avif}, {format::webp, 320, 240, webp}, {format::jpeg, 320, 240, jpeg}};
    p.placeholder = webp;
    return p;
}

TEST(pack, orders_arrive_as_they_were_given) {
    order o;
    o.sides = {256, 64};
    o.formats = {format::webp};
    o.quarter_turns = 3;
    o.square = true;
    o.limits = {1, 2, 3, 4, 5, 6};
    const auto back = read_order(write_order(o));
    EXPECT_EQ(write_order(back), write_order(o));
    EXPECT_EQ(back.sides, o.sides);
    EXPECT_EQ(back.formats, o.formats);
    EXPECT_EQ(back.limits.memory_mib_max, 6);
}

TEST(pack, pictures_arrive_as_they_were_made) {
    const auto back = read_result(write_result(usual()), order());
    ASSERT_TRUE(back && *back);
    EXPECT_EQ((*back)->kind, kind::heic);
    EXPECT_EQ((*back)->width, 4000);
    ASSERT_EQ((*back)->variants.size(), 3u);
    EXPECT_EQ((*back)->variants[2].content, jpeg);
    EXPECT_EQ((*back)->placeholder, webp);
}

TEST(pack, refusals_arrive) {
    for (std::size_t i = 0; i < reason_names.size(); ++i) {
        const auto why = static_cast<reason>(i);
        const auto back = read_result(write_result(std::unexpected(why)), order());
        ASSERT_TRUE(back);
        EXPECT_EQ(back->error(), why);
    }
}

TEST(pack, what_a_hijacked_child_might_say_is_not_taken) {
    const auto refused = [](const picture& p) { return !read_result(write_result(p), order()); };
    EXPECT_FALSE(refused(usual()));
    auto p = usual();
    p.variants[2].content = "<html><script>alert(1)</script>";
    EXPECT_TRUE(refused(p)) << "a variant that is no picture";
    p = usual();
    p.variants[0].content = jpeg;
    EXPECT_TRUE(refused(p)) << "a variant of another format";
    p = usual();
    p.variants[0].width = 2049;
    EXPECT_TRUE(refused(p)) << "larger than ordered";
    p = usual();
    p.variants[0].height = 0;
    EXPECT_TRUE(refused(p));
    p = usual();
    p.width = 0;
    EXPECT_TRUE(refused(p));
    p = usual();
    p.placeholder = "data:text/html";
    EXPECT_TRUE(refused(p));
    p = usual();
    p.placeholder = webp + std::string(5000, 'x');
    EXPECT_TRUE(refused(p));
    p = usual();
    p.variants.clear();
    EXPECT_TRUE(refused(p));
    p = usual();
    for (int i = 0; i < 12; ++i) p.variants.push_back(p.variants[0]);
    EXPECT_TRUE(refused(p)) << "more than ordered";
    EXPECT_FALSE(read_result(write_result(usual()) + "x", order())) << "more bytes than announced";
    EXPECT_FALSE(read_result(write_result(usual()).substr(0, 200), order())) << "fewer bytes than announced";
    EXPECT_FALSE(read_result("", order()));
    EXPECT_FALSE(read_result("{}\n", order()));
    EXPECT_FALSE(read_result("{\"refused\":\"because\"}\n", order()));
}

TEST(pack, damaged_results_are_refused_or_whole) {
    const auto whole = write_result(usual());
    std::mt19937 dice(7);
    for (int round = 0; round < 20'000; ++round) {
        auto damaged = whole;
        for (int i = 0; i < 3; ++i) damaged[dice() % damaged.size()] = static_cast<char>(dice());
        const auto read = read_result(damaged, order());
        if (read && *read) {
            for (const auto& v : (*read)->variants) EXPECT_LE(v.width, 2048);
        }
    }
}

}  // namespace
}  // namespace gavel::image
