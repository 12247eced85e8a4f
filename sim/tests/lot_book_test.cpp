#include "sim/demo/lot_book.hpp"
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

namespace gavel::sim {
namespace {

void expect_sensible(const planned_lot& lot) {
    SCOPED_TRACE(lot.title);
    EXPECT_GE(code_points(lot.title), 5u);
    EXPECT_LE(code_points(lot.title), 110u) << "a repeated lot gets a number";
    EXPECT_GE(code_points(lot.description), 30u);
    EXPECT_FALSE(lot.category.empty());
    EXPECT_FALSE(lot.city.empty());
    EXPECT_GT(lot.start, 0);
    EXPECT_GT(lot.worth, lot.start);
    EXPECT_GT(lot.reserve.value_or(lot.start + 1), lot.start);
    EXPECT_TRUE(lot.over() || lot.minutes >= 5);
    for (const auto& each : lot.promotions) EXPECT_TRUE(each == "highlight" || each == "bold" || each == "top" || each == "home") << each;
}

TEST(lot_book, is_lively_and_without_slips) {
    std::set<std::string> titles, categories, promoted;
    int ending = 0;
    for (const auto& lot : demo_lots()) {
        expect_sensible(lot);
        EXPECT_TRUE(titles.insert(lot.title).second) << lot.title;
        categories.insert(lot.category);
        if (lot.fate == planned_lot::plan::run && lot.minutes <= 20) ++ending;
        promoted.insert(lot.promotions.begin(), lot.promotions.end());
        EXPECT_TRUE(lot.fate != planned_lot::plan::unsold || lot.reserve) << lot.title;
    }
    EXPECT_GE(titles.size(), 60u);
    EXPECT_GE(categories.size(), 46u) << "every leaf of the seeded tree";
    EXPECT_GE(ending, 8);
    EXPECT_EQ(promoted.size(), 4u) << "every promotion can be seen";
    for (const auto& lot : short_lots()) {
        expect_sensible(lot);
        EXPECT_LE(lot.minutes, 10);
        EXPECT_FALSE(lot.over());
    }
}

TEST(lot_book, reads_promotions) {
    const auto read = read_book("= Bell\nbooks | good | Kyiv | 10 | 20 | run 5\n+ home top\nText\n");
    EXPECT_EQ(read.front().promotions, (std::vector<std::string>{"home", "top"}));
    EXPECT_EQ(read.front().description, "Text");
    EXPECT_THROW(read_book("= Bell\nbooks | good | Kyiv | 10 | 20 | sold\n+ home\nText\n"), std::runtime_error);
}

TEST(lot_book, names_the_lot_it_cannot_read) {
    EXPECT_THROW(read_book("= Bell\nbooks | good | Kyiv | ten | 20 | run 5\nText\n"), std::runtime_error);
    EXPECT_THROW(read_book("= Bell\nbooks | good | Kyiv | 10 | 20 | someday\nText\n"), std::runtime_error);
}

}  // namespace
}  // namespace gavel::sim
