// The table of what replies mean: what Gmail and ordinary servers say.
#include "platform/smtp/reply.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gavel::smtp {
namespace {

struct case_of {
    stage at;
    std::vector<std::string> lines;
    verdict expected;
};

reply read(const std::vector<std::string>& lines) {
    reply_reader reader;
    for (const auto& each : lines) reader.take(each + "\r\n");
    return reader.last();
}

class meaning : public testing::TestWithParam<case_of> {};
TEST_P(meaning, is_known) {
    const auto& c = GetParam();
    EXPECT_EQ(to_string(classify(c.at, read(c.lines))), to_string(c.expected)) << (c.lines.empty() ? "" : c.lines.back());
}

INSTANTIATE_TEST_SUITE_P(
    temporary, meaning,
    testing::Values(
        case_of{stage::recipient, {"450 4.2.1 The user you are trying to contact is receiving mail too quickly"}, verdict::temporary},
        case_of{stage::recipient, {"452 4.2.2 The recipient's inbox is out of storage space"}, verdict::temporary},
        case_of{stage::recipient, {"450 4.7.1 Greylisted, see you later"}, verdict::temporary},
        case_of{stage::recipient, {"452 4.5.3 Too many recipients"}, verdict::temporary},
        case_of{stage::sender, {"421 4.3.0 Temporary System Problem. Try again later"}, verdict::temporary},
        case_of{stage::content, {"451 4.3.0 Mail server temporarily rejected message"}, verdict::temporary},
        case_of{stage::content, {"421 4.4.2 Timeout - closing connection"}, verdict::temporary},
        case_of{stage::recipient, {"451 try again"}, verdict::temporary}, case_of{stage::sender, {}, verdict::temporary},
        case_of{stage::announced, {"250 2.1.5 OK"}, verdict::temporary}));

INSTANTIATE_TEST_SUITE_P(
    the_whole_account, meaning,
    testing::Values(
        case_of{stage::connect, {}, verdict::unreachable}, case_of{stage::connect, {"220 hello"}, verdict::unreachable},
        case_of{stage::connect, {"421 4.3.2 Service not available"}, verdict::unreachable},
        case_of{stage::connect, {"554 no SMTP service here"}, verdict::unreachable},
        case_of{stage::connect, {"454 4.7.0 TLS not available due to temporary reason"}, verdict::unreachable},
        case_of{stage::sender, {"421 4.7.0 Try again later, closing connection."}, verdict::throttled},
        case_of{stage::connect, {"421 4.7.0 Try again later, closing connection. (EHLO)"}, verdict::throttled},
        case_of{stage::content, {"421-4.7.28 Gmail has detected an unusual rate of mail", "421 4.7.28 from you"}, verdict::throttled},
        case_of{stage::sign_in, {"454 4.7.0 Too many login attempts, please try again later."}, verdict::busy_login},
        case_of{stage::sign_in, {"454 4.7.0 Cannot authenticate due to temporary system problem"}, verdict::busy_login},
        case_of{stage::sign_in, {"421 4.7.0 Try again later"}, verdict::busy_login},
        case_of{stage::sender, {"550-5.4.5 Daily user sending limit exceeded. For more information", "550 5.4.5 see"}, verdict::quota},
        case_of{stage::content, {"550 5.4.5 Daily SMTP relay limit exceeded for user"}, verdict::quota},
        case_of{stage::sender, {"550 5.7.1 Daily SMTP relay sending limit exceeded for this customer"}, verdict::quota}));

INSTANTIATE_TEST_SUITE_P(
    the_operator, meaning,
    testing::Values(
        case_of{stage::sign_in, {"535-5.7.8 Username and Password not accepted.", "535 5.7.8 learn more"}, verdict::credentials},
        case_of{stage::sign_in, {"535 5.7.1 Credentials revoked"}, verdict::credentials},
        case_of{stage::sign_in, {"534 5.7.9 Application-specific password required"}, verdict::credentials},
        case_of{stage::sign_in,
                {"534-5.7.14 <https://accounts.google.com/ContinueSignIn> Please log in", "534 5.7.14 via"},
                verdict::credentials},
        case_of{stage::sign_in, {"334 eyJzdGF0dXMiOiI0MDEifQ=="}, verdict::credentials},
        case_of{stage::sign_in, {"538 5.7.11 Encryption required"}, verdict::setup},
        case_of{stage::sender, {"530 5.7.0 Must issue a STARTTLS command first."}, verdict::setup},
        case_of{stage::sender, {"530-5.5.1 Authentication Required", "530 5.5.1 learn"}, verdict::setup},
        case_of{stage::sender, {"553 5.1.8 sender domain does not exist"}, verdict::setup},
        case_of{stage::sender, {"550 not your address"}, verdict::setup},
        case_of{stage::content, {"550 5.7.1 Our system has detected that this message is likely unsolicited mail"}, verdict::policy},
        case_of{stage::content, {"550-5.7.26 This mail is unauthenticated", "550 5.7.26 no"}, verdict::policy},
        case_of{stage::recipient, {"550 5.7.25 The IP address sending this message does not have a PTR record"}, verdict::policy}));

INSTANTIATE_TEST_SUITE_P(
    for_good, meaning,
    testing::Values(
        case_of{stage::recipient,
                {"550-5.1.1 The email account that you tried to reach does not exist.", "550 5.1.1 Try"},
                verdict::bad_address},
        case_of{stage::recipient, {"553 5.1.2 We weren't able to find the recipient domain."}, verdict::bad_address},
        case_of{stage::recipient, {"553 5.1.3 The recipient address is not a valid RFC-5321 address."}, verdict::bad_address},
        case_of{stage::recipient, {"550 5.2.1 The email account that you tried to reach is disabled."}, verdict::bad_address},
        case_of{stage::recipient, {"552 5.2.2 The recipient's inbox is out of storage space"}, verdict::rejected},
        case_of{stage::sender, {"552 5.2.3 Your message exceeded Google's message size limits."}, verdict::rejected},
        case_of{stage::content, {"552 5.7.0 This message was blocked because its content presents a security issue"}, verdict::rejected},
        case_of{stage::recipient, {"550 5.5.3 Too many recipients for this sender"}, verdict::rejected},
        case_of{stage::recipient, {"550 mailbox unavailable"}, verdict::rejected},
        case_of{stage::content, {"554 5.6.0 malformed"}, verdict::rejected}));

INSTANTIATE_TEST_SUITE_P(outcome_unknown, meaning,
                         testing::Values(case_of{stage::content, {"354 go ahead"}, verdict::unknown},
                                         case_of{stage::content, {}, verdict::unknown}));

TEST(reply, is_joined_from_its_lines) {
    const auto r = read({"250-first", "250 ok", "550-5.7.26 This mail", "550 5.7.26 is not signed"});
    EXPECT_EQ(r.code, 550);
    EXPECT_EQ(r.status, "5.7.26");
    EXPECT_EQ(r.words, "This mail is not signed");
    EXPECT_EQ(read({"550"}).code, 550);
    EXPECT_EQ(read({"550 6.1.1 x"}).status, "") << "an enhanced code begins like the code";
    EXPECT_EQ(read({"550 10.0.0.1 is blocked"}).status, "");
}

TEST(reply, survives_anything) {
    for (const std::string line : {"", "5", "55", "abc def", "550-", "5500", "-12 x", "\xFF\xFE", "550 5.", "550 5.1.1"}) read({line});
    std::vector<std::string> many(500, "550-" + std::string(600, 'x'));
    EXPECT_LE(read(many).words.size(), 2600u);
}

}  // namespace
}  // namespace gavel::smtp
