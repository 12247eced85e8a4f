#include "platform/smtp/encoding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gavel::smtp {
namespace {

struct quoted {
    std::string_view plain, encoded;
};

class quoted_printable : public testing::TestWithParam<quoted> {};
TEST_P(quoted_printable, is_as_rfc_2045_says) { EXPECT_EQ(encode_quoted_printable(GetParam().plain), GetParam().encoded); }
INSTANTIATE_TEST_SUITE_P(lines, quoted_printable,
                         testing::Values(quoted{"", ""}, quoted{"a", "a\r\n"}, quoted{"a\r\n", "a\r\n"}, quoted{"\r\n\r\n", "\r\n\r\n"},
                                         quoted{"1=2", "1=3D2\r\n"}, quoted{"end \r\n", "end=20\r\n"}, quoted{"tab\t", "tab=09\r\n"},
                                         quoted{"caf\xC3\xA9", "caf=C3=A9\r\n"}, quoted{"\x01\x7F", "=01=7F\r\n"},
                                         quoted{".\r\n..", ".\r\n..\r\n"}));

TEST(quoted_printable, breaks_long_lines_softly) {
    EXPECT_EQ(encode_quoted_printable(std::string(76, 'a')), std::string(76, 'a') + "\r\n");
    EXPECT_EQ(encode_quoted_printable(std::string(77, 'a')), std::string(75, 'a') + "=\r\naa\r\n");
    EXPECT_EQ(encode_quoted_printable(std::string(74, 'a') + "=="), std::string(74, 'a') + "=\r\n=3D=3D\r\n");
    std::string all;
    for (int i = 0; i < 2000; ++i) all += static_cast<char>(i * 37 % 251 + 1);
    const auto encoded = encode_quoted_printable(all);
    for (std::size_t at = 0; at < encoded.size();) {
        const auto end = encoded.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 76u);
        at = end + 2;
    }
}

TEST(body, has_crlf_whatever_came) {
    const auto body = encode_body("a\nb\r\nc\rd\n\n");
    EXPECT_EQ(body.encoding, "quoted-printable");
    EXPECT_EQ(body.text, "a\r\nb\r\nc\r\nd\r\n\r\n");
}

TEST(body, is_base64_where_most_of_it_is_not_ascii) {
    const auto body = encode_body("Вашу ставку перебито на лоті, який ви бажали придбати\n");
    EXPECT_EQ(body.encoding, "base64");
    EXPECT_EQ(body.text.find("\r\n"), 76u);
    EXPECT_EQ(encode_body("Your café bid stands").encoding, "quoted-printable");
    EXPECT_EQ(encode_body("").text, "");
}

}  // namespace
}  // namespace gavel::smtp
