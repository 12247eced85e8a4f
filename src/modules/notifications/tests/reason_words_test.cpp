// Every reason has words of its own in every language.
#include "modules/notifications/reason_words.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gavel::notifications {
namespace {

TEST(reason_words, are_complete) {
    for (const auto lang : all_languages) {
        std::set<std::string_view> all;
        for (const auto reason : bidding::act_reason_names) all.insert(reason_in_words(reason, lang));
        EXPECT_EQ(all.size(), bidding::act_reason_names.size()) << to_string(lang);
        EXPECT_FALSE(all.contains(""));
    }
    EXPECT_EQ(reason_in_words("mistake", language::en), "paused by mistake");
    EXPECT_EQ(reason_in_words("outage", language::uk), "перерва в роботі сервісу");
}

TEST(reason_words, say_where_a_deposit_goes) {
    for (const auto lang : all_languages) {
        EXPECT_NE(deposit_reason_in_words("to_card", lang), deposit_reason_in_words("to_wallet", lang));
        EXPECT_FALSE(deposit_reason_in_words("to_card", lang).empty());
        EXPECT_FALSE(order_reason_in_words("below_reserve", lang).empty());
    }
    EXPECT_EQ(deposit_reason_in_words("below_reserve", language::en), "");
}

TEST(reason_words, of_something_else_are_nothing) {
    EXPECT_EQ(reason_in_words("", language::uk), "");
    EXPECT_EQ(reason_in_words("whim", language::uk), "");
}

}  // namespace
}  // namespace gavel::notifications
