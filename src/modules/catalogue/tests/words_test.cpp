#include "modules/catalogue/words.hpp"

#include <gtest/gtest.h>

namespace gavel::catalogue {
namespace {

TEST(words, become_beginnings_that_must_all_occur) { EXPECT_EQ(words_query("срібло 1992"), "'срібл':* & '1992':*"); }

TEST(words, lose_endings_that_change) {
    EXPECT_EQ(words_query("монети"), words_query("монета"));
    EXPECT_EQ(words_query("coins"), "'coin':*");
    EXPECT_EQ(words_query("скло"), "'скло':*");  // too short to cut
    EXPECT_EQ(words_query("листівками"), "'листівкам':*");
}

TEST(words, carry_nothing_that_means_something_to_a_text_query) {
    EXPECT_EQ(words_query("a' | b & !c:* (d) <-> \\ e"), "'a':* & 'b':* & 'c':* & 'd':* & 'e':*");
    EXPECT_EQ(words_query("';drop table lots--"), "'drop':* & 'table':* & 'lots':*");
    EXPECT_EQ(words_query("  !!! ' \" "), "");
}

TEST(words, are_bounded) {
    std::string typed;
    for (int i = 0; i < 50; ++i) typed += "x ";
    EXPECT_EQ(words_query(typed), "'x':* & 'x':* & 'x':* & 'x':* & 'x':* & 'x':* & 'x':* & 'x':*");
}

}  // namespace
}  // namespace gavel::catalogue
