// The client against a real server.
#include "platform/imap/mailbox.hpp"
#include "tests/support/imap_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::imap {
namespace {

using testing::ElementsAre;

class mailbox_pgtest : public testing::Test {
protected:
    mailbox_options options() const {
        mailbox_options o;
        o.url = server.url;
        o.user = server.user;
        o.password = server.password;
        o.ca_file = server.ca_file;
        o.timeout_ms = 10'000;
        return o;
    }
    static std::string mail(const std::string& from, const std::string& text) {
        return "From: " + from + "\r\nSubject: x\r\nMessage-ID: <x@example.org>\r\n\r\n" + text + "\r\n";
    }

    gavel::test::imap_server server;
};

TEST_F(mailbox_pgtest, reads_what_is_unseen_and_leaves_everything_there) {
    server.deliver(mail("MAILER-DAEMON@example.org", "first"));
    server.deliver(mail("olena@example.org", "from a person"));
    server.deliver(mail("Postmaster <postmaster@example.org>", std::string(300'000, 'x')));
    mailbox box(options());
    const std::string criteria = R"(OR FROM "mailer-daemon" FROM "postmaster")";
    EXPECT_THAT(box.unseen(criteria, 10), ElementsAre(1u, 3u));
    EXPECT_THAT(box.unseen(criteria, 1), ElementsAre(1u));
    EXPECT_THAT(box.fetch(1, 1'000), testing::HasSubstr("\r\n\r\nfirst"));
    EXPECT_EQ(box.fetch(3, 1'000).size(), 1'000u) << "no more than asked for, and the connection is still good";
    EXPECT_THAT(box.unseen(criteria, 10), ElementsAre());
    EXPECT_THAT(box.unseen("", 10), ElementsAre(2u)) << "the mail of people is not touched";
    box.mark_unseen(1);
    EXPECT_THAT(box.unseen(criteria, 10), ElementsAre(1u));
    EXPECT_THROW(box.fetch(99, 1'000), unavailable);
    EXPECT_THAT(box.unseen(criteria, 10), ElementsAre(1u));
}

TEST_F(mailbox_pgtest, trusts_no_unknown_server_and_says_what_is_wrong) {
    auto wrong = options();
    wrong.password = "nonsense";
    EXPECT_THROW(mailbox(wrong).unseen("", 1), unavailable);
    auto stranger = options();
    stranger.ca_file.clear();
    EXPECT_THROW(mailbox(stranger).unseen("", 1), unavailable);
    auto nowhere = options();
    nowhere.url = "imaps://127.0.0.1:1";
    EXPECT_THROW(mailbox(nowhere).unseen("", 1), unavailable);
    for (const auto* bad : {"", "https://example.org", "imaps://example.org/INBOX"}) {
        auto odd = options();
        odd.url = bad;
        EXPECT_THROW(mailbox{odd}, std::invalid_argument) << bad;
    }
}

}  // namespace
}  // namespace gavel::imap
