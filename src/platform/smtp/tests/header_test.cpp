#include "platform/smtp/header.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace gavel::smtp {
namespace {

constexpr std::size_t subject = 9;  // "Subject: "

TEST(header, leaves_plain_text_alone) { EXPECT_EQ(encode_header("You lead"), "You lead"); }

TEST(header, encodes_what_is_not_ascii) { EXPECT_EQ(encode_header("Лот"), "=?UTF-8?B?0JvQvtGC?="); }

TEST(header, cannot_be_broken_out_of) {
    const auto encoded = encode_header("a\r\nBcc: victim@example.com");
    EXPECT_EQ(encoded.find('\r'), std::string::npos);
    EXPECT_EQ(encoded.find('\n'), std::string::npos);
}

TEST(header, does_not_pass_off_plain_text_as_an_encoded_word) {
    EXPECT_TRUE(encode_header("=?UTF-8?B?YQ==?=").starts_with("=?UTF-8?B?PT9"));
}

// The same characters as the vector that Python's email package gives for this subject; only the words break elsewhere.
TEST(header, agrees_with_another_encoder) {
    EXPECT_EQ(encode_header("Ваша ставка перебита — лот №12 «Стілець Thonet»", subject),
              "=?UTF-8?B?0JLQsNGI0LAg0YHRgtCw0LLQutCwINC/0LXRgNC10LHQuNGC0LAg?=\r\n"
              " =?UTF-8?B?4oCUINC70L7RgiDihJYxMiDCq9Ch0YLRltC70LXRhtGMIFRob25ldMK7?=");
}

TEST(header, keeps_lines_short_and_characters_whole) {
    for (const auto* character : {"a", "ї", "€", "🔨"}) {
        for (std::size_t times = 0; times < 120; times += 7) {
            std::string text(times % 3, 'x');
            for (std::size_t i = 0; i < times; ++i) text += character;
            const auto encoded = std::string(subject, '-') + encode_header(text, subject);
            for (std::size_t at = 0; at < encoded.size();) {
                const auto end = std::min(encoded.find("\r\n", at), encoded.size());
                EXPECT_LE(end - at, 76u) << text;
                at = end + 2;
            }
        }
    }
}

}  // namespace
}  // namespace gavel::smtp
