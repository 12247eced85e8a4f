// The pictures that the demo draws: one for every category, always the same for the same title, and files that photos can be.
#include "sim/demo/lot_book.hpp"
#include "sim/demo/pictures/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::sim {
namespace {

TEST(pictures, of_every_lot_of_the_demo) {
    for (const auto* book : {&demo_lots(), &short_lots()})
        for (const auto& lot : *book) {
            const auto drawing = drawing_of(lot.category, lot.title, 0);
            EXPECT_THAT(drawing, testing::AllOf(testing::StartsWith("<svg "), testing::EndsWith("</svg>"))) << lot.title;
            EXPECT_THAT(drawing, testing::Not(testing::HasSubstr("nan"))) << lot.title;
        }
}

TEST(pictures, are_the_same_for_the_same_title_only) {
    EXPECT_EQ(drawing_of("coins-world", "Талер", 0), drawing_of("coins-world", "Талер", 0));
    EXPECT_NE(drawing_of("coins-world", "Талер", 0), drawing_of("coins-world", "Денарій", 0));
    EXPECT_NE(drawing_of("coins-world", "Талер", 0), drawing_of("coins-world", "Талер", 1));
    EXPECT_NE(drawing_of("coins-world", "Талер", 0), drawing_of("bikes", "Талер", 0));
    EXPECT_FALSE(drawing_of("something-new", "Талер", 0).empty()) << "a category nobody has drawn yet has a picture all the same";
}

TEST(pictures, become_photos) {
    const auto photo = photo_of("porcelain", "Ваза", 0);
    EXPECT_THAT(photo, testing::StartsWith("\xff\xd8\xff"));
    EXPECT_GT(photo.size(), 50'000u);
    EXPECT_LT(photo.size(), 3'000'000u);
}

}  // namespace
}  // namespace gavel::sim
