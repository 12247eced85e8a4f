#include "base/random.hpp"

#include <gtest/gtest.h>

namespace gavel {
namespace {

using bytes = std::vector<unsigned char>;

TEST(base64url, comes_back_without_padding) {
    EXPECT_EQ(base64url(bytes{0xfb, 0xef, 0xff, 0x01}), "--__AQ");
    EXPECT_EQ(unbase64url("--__AQ"), (bytes{0xfb, 0xef, 0xff, 0x01}));
    EXPECT_EQ(unbase64url(""), bytes{});
}

TEST(base64url, of_every_byte_only_its_letters_are_read) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int c = 0; c < 256; ++c) {
        const std::string text{'A', 'A', 'A', static_cast<char>(c)};
        EXPECT_EQ(unbase64url(text).has_value(), letters.find(static_cast<char>(c)) != letters.npos) << c;
    }
    for (const auto* wrong : {"A", "AA==", "AB", "AAA=", "A A", "AA+A", "AA/A"}) EXPECT_FALSE(unbase64url(wrong)) << wrong;
}

}  // namespace
}  // namespace gavel
