#include "platform/smtp/header.hpp"
#include "platform/smtp/client.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::smtp {
namespace {

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

TEST(header, keeps_words_short_and_characters_whole) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "ї";
    const auto encoded = encode_header(text);
    std::size_t at = 0;
    while (at < encoded.size()) {
        const auto end = std::min(encoded.find("\r\n ", at), encoded.size());
        EXPECT_LE(end - at, 75u);
        at = end + 3;
    }
}

TEST(replies, only_refusals_of_this_message_are_final) {
    EXPECT_TRUE(is_permanent("550 5.1.1 no such user"));
    EXPECT_TRUE(is_permanent("552 5.2.3 too large"));
    EXPECT_FALSE(is_permanent("550 5.4.5 Daily user sending limit exceeded"));
    EXPECT_FALSE(is_permanent("535 5.7.8 bad credentials"));
    EXPECT_FALSE(is_permanent("421 4.7.0 try again later"));
    EXPECT_FALSE(is_permanent(""));
}

}  // namespace
}  // namespace gavel::smtp
