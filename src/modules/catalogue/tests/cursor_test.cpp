#include "modules/catalogue/cursor.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace gavel::catalogue {
namespace {

TEST(cursor, comes_back_as_it_went) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 1000; ++i) {
        const position p{static_cast<std::int64_t>(random() >> (1 + random() % 62)), static_cast<std::int64_t>(random() >> 1) / 2 + 1};
        EXPECT_EQ(read_cursor('e', write_cursor('e', p)), p);
    }
    const position largest{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()};
    EXPECT_EQ(read_cursor('e', write_cursor('e', largest)), largest);
}

TEST(cursor, of_a_list_with_paid_places_remembers_them) {
    std::mt19937_64 random(8);
    for (int i = 0; i < 500; ++i) {
        list_position p{{static_cast<std::int64_t>(random() >> 1), static_cast<std::int64_t>(random() >> 1) / 2 + 1}, {}};
        for (auto n = random() % (places_max + 1); n > 0; --n)
            p.placed.push_back(static_cast<std::int64_t>(random() >> (1 + random() % 60)) / 2 + 1);
        const auto text = write_list_cursor('e', p.last, p.placed);
        EXPECT_LE(text.size(), 200u);
        EXPECT_EQ(read_list_cursor('e', text), p);
        EXPECT_EQ(read_cursor('e', text).has_value(), p.placed.empty());
    }
    for (const char* text : {"e5.7.", "e5.7..8", "e5.7.0", "e5.7.-1", "e5.7.08", "e5.7.8 ", "e5.7.8.1.2.3.4.5.6.7.9.a.b.c.d"})
        EXPECT_EQ(read_list_cursor('e', text), std::nullopt) << text;
    EXPECT_TRUE(read_list_cursor('e', "e5.7.8.1.2.3.4.5.6.7.9.a.b.c"));
}

TEST(cursor, of_another_list_means_nothing) { EXPECT_EQ(read_cursor('n', write_cursor('e', {5, 7})), std::nullopt); }

TEST(cursor, anything_not_written_by_us_is_refused) {
    for (const char* text : {"",
                             "e",
                             "e.",
                             "e5",
                             "e5.",
                             "e.7",
                             "e5.7 ",
                             " e5.7",
                             "e5.7.7",
                             "e-5.7",
                             "e5.-7",
                             "e5.0",
                             "e05.7",
                             "e5.07",
                             "eA.7",
                             "e5,7",
                             "ezzzzzzzzzzzzzzzz.7",
                             "e1y2p0ij32e8e8.1",
                             "e5.1y2p0ij32e8e8",
                             "e+5.7",
                             "e5.7\n",
                             "ё5.7",
                             "null",
                             "e5.7%00"})
        EXPECT_EQ(read_cursor('e', text), std::nullopt) << text;
    EXPECT_TRUE(read_cursor('e', "e5.7"));
}

}  // namespace
}  // namespace gavel::catalogue
