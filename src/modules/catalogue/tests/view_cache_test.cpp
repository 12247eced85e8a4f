#include "modules/catalogue/view_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::catalogue {
namespace {

struct view {
    std::string text;
    std::size_t size = 1;
    std::size_t bytes() const { return size; }
};

using cache = view_cache<view>;
using std::chrono::seconds;

const cache::clock::time_point start{};
cache::pointer make(const char* text, std::size_t size = 1) { return std::make_shared<const view>(view{text, size}); }

TEST(view_cache, serves_what_is_fresh) {
    cache c(10, 100, seconds(1));
    EXPECT_EQ(c.find(7, start), nullptr);
    c.keep(7, c.begin(7), make("a"), start);
    ASSERT_NE(c.find(7, start + seconds(1) / 2), nullptr);
    EXPECT_EQ(c.find(8, start), nullptr);
}

TEST(view_cache, one_caller_renews_while_the_others_are_served) {
    cache c(10, 100, seconds(1));
    c.keep(7, c.begin(7), make("a"), start);
    EXPECT_EQ(c.find(7, start + seconds(1)), nullptr);  // this one loads
    EXPECT_NE(c.find(7, start + seconds(1)), nullptr);
    EXPECT_EQ(c.find(7, start + seconds(2)), nullptr);  // but nobody is served what is two lifetimes old
    c.keep(7, c.begin(7), make("b"), start + seconds(1));
    EXPECT_EQ(c.find(7, start + seconds(3) / 2)->text, "b");
}

TEST(view_cache, an_invalidated_view_is_gone_at_once) {
    cache c(10, 100, seconds(1));
    c.keep(7, c.begin(7), make("a"), start);
    c.invalidate(7);
    EXPECT_EQ(c.find(7, start), nullptr);
}

TEST(view_cache, what_was_read_before_an_invalidation_is_not_kept) {
    cache c(10, 100, seconds(1));
    const auto ticket = c.begin(7);
    c.invalidate(7);
    c.keep(7, ticket, make("old"), start);
    EXPECT_EQ(c.find(7, start), nullptr);
    c.keep(7, c.begin(7), make("new"), start);
    EXPECT_NE(c.find(7, start), nullptr);
}

TEST(view_cache, entries_are_bounded) {
    cache c(3, 100, seconds(1));
    for (int key = 1; key <= 5; ++key) c.keep(key, c.begin(key), make("x"), start);
    EXPECT_EQ(c.size(), 3u);
    EXPECT_EQ(c.find(5, start), nullptr);
    c.keep(6, c.begin(6), make("y"), start + seconds(2));  // the old ones make room
    EXPECT_NE(c.find(6, start + seconds(2)), nullptr);
    EXPECT_EQ(c.size(), 1u);
}

TEST(view_cache, bytes_are_bounded) {
    cache c(10, 100, seconds(1));
    c.keep(1, c.begin(1), make("big", 101), start);
    EXPECT_EQ(c.size(), 0u);
    c.keep(1, c.begin(1), make("a", 60), start);
    c.keep(2, c.begin(2), make("b", 60), start);
    EXPECT_EQ(c.find(2, start), nullptr);
    c.keep(1, c.begin(1), make("a", 30), start);  // replaced, not added
    c.keep(2, c.begin(2), make("b", 60), start);
    EXPECT_NE(c.find(2, start), nullptr);
}

}  // namespace
}  // namespace gavel::catalogue
