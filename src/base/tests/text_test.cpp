#include "base/text.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/time.hpp"

#include <gtest/gtest.h>

namespace gavel {
namespace {

TEST(utf8, refuses_what_rfc_3629_refuses) {
    EXPECT_TRUE(is_valid_utf8("Ґалаґан €uro 🔨"));
    for (const auto* broken : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x94", "\xFF"})
        EXPECT_FALSE(is_valid_utf8(broken)) << testing::PrintToString(broken);
}

TEST(utf8, counts_and_cuts_by_characters) {
    EXPECT_EQ(code_points("їжак🔨"), 5u);
    EXPECT_EQ(first_code_points("їжак", 2), "їж");
    EXPECT_EQ(first_code_points("їжак", 9), "їжак");
}

TEST(text, trims_escapes_and_sees_control_characters) {
    EXPECT_EQ(trimmed(" \t a b \n"), "a b");
    EXPECT_EQ(trimmed("   "), "");
    EXPECT_EQ(escape_html(R"(<a href="x">&'</a>)"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
    EXPECT_FALSE(has_control_characters("a\n\tb"));
    EXPECT_TRUE(has_control_characters("a\rb"));
    EXPECT_TRUE(has_control_characters(std::string("a\0b", 3)));
}

struct moment_case {
    const char* text;
    const char* expected;
};

class moments : public testing::TestWithParam<moment_case> {};

TEST_P(moments, are_read_by_rfc_3339) {
    const auto parsed = parse_instant(GetParam().text);
    if (GetParam().expected == nullptr) EXPECT_FALSE(parsed) << GetParam().text;
    else EXPECT_EQ(format_instant(parsed.value()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(rfc3339, moments,
                         testing::Values(moment_case{"2026-11-22T19:30:00Z", "2026-11-22T19:30:00.000Z"},
                                         moment_case{"2026-11-22T21:30:00.25+02:00", "2026-11-22T19:30:00.250Z"},
                                         moment_case{"2026-11-22 19:30:00.123456789z", "2026-11-22T19:30:00.123Z"},
                                         moment_case{"2024-02-29T00:00:00-01:30", "2024-02-29T01:30:00.000Z"},
                                         moment_case{"2026-02-29T00:00:00Z", nullptr}, moment_case{"2026-11-22T24:00:00Z", nullptr},
                                         moment_case{"2026-11-22T19:30:00", nullptr}, moment_case{"2026-11-22T19:30:00.Z", nullptr},
                                         moment_case{"2026-11-22T19:30:00Zjunk", nullptr}, moment_case{"1969-12-31T23:59:59Z", nullptr},
                                         moment_case{"", nullptr}));

TEST(ids, are_positive_decimal_int64) {
    EXPECT_EQ(lot_id::parse("9223372036854775807")->value, INT64_MAX);
    for (const auto* wrong : {"", "0", "-1", "+1", "01", "1x", "9223372036854775808", "99999999999999999999999"})
        EXPECT_FALSE(lot_id::parse(wrong)) << wrong;
}

TEST(random, is_long_enough_and_never_repeats) {
    EXPECT_EQ(random_token(32).size(), 43u);
    EXPECT_NE(random_token(), random_token());
    const auto uuid = random_uuid();
    EXPECT_EQ(uuid.size(), 36u);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test cases 2 and 6 (a key longer than a block).
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace gavel
