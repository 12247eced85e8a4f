#include "modules/mail/links.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::mail {
namespace {

const link_key key(32, 7), other(32, 8);
const reader_token token{account_id{17}, "outbid"};

TEST(links, are_read_by_whoever_signed_them) {
    const auto text = sign(key, token);
    EXPECT_TRUE(text.starts_with("17.outbid."));
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789."), std::string::npos);
    EXPECT_EQ(verify(key, text), token);
    EXPECT_FALSE(verify(other, text));
}

TEST(links, cannot_be_changed_or_guessed) {
    const auto text = sign(key, token);
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto changed = text;
        changed[i] = changed[i] == '1' ? '2' : '1';
        EXPECT_FALSE(verify(key, changed)) << changed;
        EXPECT_FALSE(verify(key, text.substr(0, i)));
    }
    EXPECT_FALSE(verify(key, text + "0"));
    EXPECT_FALSE(verify(key, "18" + text.substr(2)));
    for (const auto* odd : {"", ".", "..", "17.outbid.", "17..", "x.outbid.00"}) EXPECT_FALSE(verify(key, odd));
    EXPECT_FALSE(verify(key, std::string(5000, '.')));
}

TEST(links, of_one_purpose_are_none_of_another) {
    const auto sealed = seal(key, "letters", "17.outbid");
    EXPECT_EQ(sealed, sign(key, token)) << "links in letters that have left stay good";
    EXPECT_EQ(unseal(key, "letters", sealed), "17.outbid");
    EXPECT_FALSE(unseal(key, "newsletters", sealed));
    EXPECT_FALSE(unseal(other, "letters", sealed));
}

}  // namespace
}  // namespace gavel::mail
