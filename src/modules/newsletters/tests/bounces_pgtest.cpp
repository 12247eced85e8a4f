// Letters that come back, from the mailbox to the counts of their campaign.
#include "modules/newsletters/bounces.hpp"
#include "modules/newsletters/tests/fixture.hpp"
#include "tests/support/imap_server.hpp"

namespace gavel::newsletters {
namespace {

class bounces_pgtest : public newsletters_pgtest {
protected:
    bounces_pgtest() {
        for (const auto* each : {"one", "two", "three"}) subscriber(std::string(each) + "@example.org");
        sent = written({{language::uk, "Новини"}}).id;
        EXPECT_TRUE(tell(sent, command::schedule));
        feed();
        send_all();
        feed();
    }
    std::string key_of(const std::string& address) {
        return db.scalar("select message_key from newsletter_recipients where address = '" + address + "'");
    }
    static smtp::delivery_report report(const std::string& address, const std::string& status, const std::string& id = {}) {
        smtp::delivery_report r;
        r.recipients.push_back({address, status, status[0] == '5'});
        r.original_id = id;
        return r;
    }
    bounce_effect take(smtp::delivery_report r) { return run(take_report(pool, soon(), std::move(r))); }
    std::string suppressed() { return db.scalar("select coalesce(string_agg(address, ' ' order by address), '') from mail_suppressions"); }

    campaign_id sent;
};

TEST_F(bounces_pgtest, a_dead_address_is_suppressed_and_counted_once) {
    const auto id = key_of("one@example.org") + "@auction.example";
    auto done = take(report("forwarded.elsewhere@example.net", "5.1.1", id));
    EXPECT_EQ(done.suppressed, 1);
    EXPECT_EQ(done.counted, 1);
    EXPECT_EQ(suppressed(), "one@example.org") << "the address we wrote to";
    done = take(report("one@example.org", "5.1.1", id));
    EXPECT_EQ(done.suppressed + done.counted, 0);
    EXPECT_EQ(now(sent).counts.bounced, 1);
    EXPECT_EQ(now(sent).counts.sent, 3) << "it was sent all the same";
}

TEST_F(bounces_pgtest, a_full_mailbox_is_counted_and_written_to_again) {
    take(report("two@example.org", "5.2.2", key_of("two@example.org") + "@auction.example"));
    EXPECT_EQ(suppressed(), "");
    EXPECT_EQ(now(sent).counts.bounced, 1);
    EXPECT_EQ(take(report("two@example.org", "4.2.2", key_of("two@example.org") + "@auction.example")).known, 0) << "not for good";
}

TEST_F(bounces_pgtest, an_address_alone_is_believed_only_if_we_have_written_to_it) {
    EXPECT_EQ(take(report("stranger@example.org", "5.1.1")).known, 0);
    EXPECT_EQ(take(report("stranger@example.org", "5.1.1", "00000000-0000-4000-8000-000000000000@auction.example")).known, 0);
    EXPECT_EQ(suppressed(), "");
    EXPECT_EQ(take(report("three@example.org", "5.1.1")).counted, 1);
    EXPECT_EQ(suppressed(), "three@example.org");
    db.execute("update mail_letters set finished_at = finished_at - interval '31 days'");
    EXPECT_EQ(take(report("two@example.org", "5.1.1")).known, 0);
}

TEST_F(bounces_pgtest, the_operator_knows_better) {
    const auto done = run(take_addresses(pool, soon(), {"one@example.org", "unknown@example.org"}));
    EXPECT_EQ(done.suppressed, 2);
    EXPECT_EQ(done.counted, 1);
    EXPECT_EQ(suppressed(), "one@example.org unknown@example.org");
}

TEST_F(bounces_pgtest, whoever_subscribes_again_is_written_to_again) {
    take(report("one@example.org", "5.1.1"));
    const auto confirm = [&]() -> boost::asio::awaitable<void> {
        auto tx = co_await pool.begin(soon());
        mail::trust_address(tx, "one@example.org");
        co_await tx.commit();
    };
    run(confirm());
    EXPECT_EQ(suppressed(), "");
}

TEST_F(bounces_pgtest, the_mailbox_is_read_once_and_read_again_after_a_failure) {
    gavel::test::imap_server server;
    server.deliver("From: mailer-daemon@googlemail.com\r\nX-Failed-Recipients: one@example.org\r\n\r\n550 5.1.1 no such user\r\n");
    server.deliver("From: MAILER-DAEMON@example.net\r\nSubject: hello\r\n\r\nno report\r\n");
    server.deliver("From: olena@example.org\r\nX-Failed-Recipients: two@example.org\r\n\r\n550 5.1.1\r\n");
    bounce_options box;
    box.mailbox.url = server.url;
    box.mailbox.user = server.user;
    box.mailbox.password = server.password;
    box.mailbox.ca_file = server.ca_file;
    bounce_reader reader(pool, box);
    db.execute("alter table mail_suppressions rename to away");
    EXPECT_THROW(run(reader.run_once()), std::exception);
    db.execute("alter table away rename to mail_suppressions");
    const auto done = run(reader.run_once());
    EXPECT_EQ(done.counted, 1);
    EXPECT_EQ(suppressed(), "one@example.org");
    EXPECT_EQ(run(reader.run_once()).known, 0);
    EXPECT_EQ(now(sent).counts.bounced, 1);
}

}  // namespace
}  // namespace gavel::newsletters
