#include "modules/accounts/email.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::accounts {
namespace {

TEST(email, is_one_key_for_one_mailbox) {
    EXPECT_EQ(normalise_email("  Olena.Koval@Example.COM "), "olena.koval@example.com");
    EXPECT_EQ(normalise_email("a+tag@x.ua"), "a+tag@x.ua");
    EXPECT_EQ(normalise_email("me@xn--80ak6aa92e.com"), "me@xn--80ak6aa92e.com");
}

TEST(email, refuses_what_cannot_be_one) {
    const std::string long_local(65, 'a'), long_label(64, 'b');
    for (const std::string& bad : {std::string(),
                                   std::string("a"),
                                   std::string("a@"),
                                   std::string("@b.c"),
                                   std::string("a@b"),
                                   std::string("a b@c.d"),
                                   std::string("a@b..c"),
                                   std::string("a@.b.c"),
                                   std::string("a@b.c."),
                                   std::string(".a@b.c"),
                                   std::string("a.@b.c"),
                                   std::string("a..b@c.d"),
                                   std::string("a@-b.c"),
                                   std::string("a@b-.c"),
                                   std::string("a@127.0.0.1"),
                                   std::string("a@b@c.d"),
                                   std::string("a\r\nBcc: x@y.z"),
                                   std::string("\"a\"@b.c"),
                                   std::string("<a@b.c>"),
                                   std::string("олена@приклад.укр"),
                                   long_local + "@b.c",
                                   "a@" + long_label + ".c",
                                   "a@" + std::string(300, 'x') + ".c"})
        EXPECT_FALSE(normalise_email(bad)) << bad;
}

}  // namespace
}  // namespace gavel::accounts
