// The client against a real mail server with TLS and sign-in, made to answer as the reference of replies says.
#include "platform/smtp/client.hpp"
#include "tests/support/smtp_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::smtp {
namespace {

class mail_server : public testing::Test {
protected:
    mail_server() {
        options.url = server.starttls_url;
        options.ca_file = server.ca_file;
        options.user = "gavel";
        options.password = "swordfish";
        options.timeout_ms = 10'000;
        m.from_address = "mail@auction.example";
        m.from_name = "Gavel «Аукціон»";
        m.to_address = "olena@example.com";
        m.subject = "Вашу ставку перебито: дзвін із дуже довгою назвою, яка не вміщується в один рядок";
        m.text = "Рядок один\r\n.\r\n..два крапки\r\nFrom тут\r\nhttps://auction.example/lots/7\r\n";
        m.html = "<p>Рядок <b>один</b></p>\r\n";
        m.message_id = "<17@auction.example>";
        m.thread_id = "<lot.7@auction.example>";
        m.unsubscribe_url = "https://auction.example/api/v1/letters/unsubscribe/17.outbid.0123456789abcdef";
        m.language = "uk";
    }
    outcome send(const std::string& bearer = {}) { return connection(options).send(m, server_now(), bearer); }
    std::string header(const char* name) {
        const auto all = server.letters();
        return std::string(std::string_view(all.back().at("headers").at(name).as_string()));
    }

    test::smtp_server server;
    client_options options;
    message m;
};

TEST_F(mail_server, gets_every_character_over_starttls) {
    EXPECT_EQ(send().what, verdict::accepted);
    const auto all = server.letters();
    ASSERT_EQ(all.size(), 1u);
    const auto& got = all[0].as_object();
    EXPECT_TRUE(got.at("defects").as_array().empty()) << got.at("defects");
    EXPECT_EQ(got.at("type"), "multipart/alternative");
    std::string text(std::string_view(got.at("text").as_string()));
    EXPECT_EQ(text, m.text);
    EXPECT_EQ(std::string_view(got.at("html").as_string()), m.html);
    EXPECT_EQ(header("subject"), m.subject);
    EXPECT_EQ(header("from"), "Gavel «Аукціон» <mail@auction.example>");
    EXPECT_EQ(header("message-id"), m.message_id);
    EXPECT_EQ(header("references"), m.thread_id);
    EXPECT_EQ(header("list-unsubscribe"), "<" + m.unsubscribe_url + ">");
    EXPECT_EQ(header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    EXPECT_EQ(server.tell("counts").at("hello"), "auction.example");
}

TEST_F(mail_server, signs_in_in_every_way_it_offers) {
    options.url = server.tls_url;
    EXPECT_EQ(send().what, verdict::accepted);
    EXPECT_EQ(server.tell("counts").at("mechanism"), "PLAIN");
    options.auth = "xoauth2";
    EXPECT_EQ(send("good-token").what, verdict::accepted);
    EXPECT_EQ(server.tell("counts").at("mechanism"), "XOAUTH2");
    EXPECT_EQ(send("old-token").what, verdict::credentials);
    options.auth = "oauthbearer";
    EXPECT_EQ(send("good-token").what, verdict::accepted);
    EXPECT_EQ(server.tell("counts").at("mechanism"), "OAUTHBEARER");
    EXPECT_EQ(server.letters().size(), 3u);
}

TEST_F(mail_server, is_not_trusted_without_its_certificate) {
    options.ca_file.clear();
    for (const auto& url : {server.starttls_url, server.tls_url}) {
        options.url = url;
        EXPECT_EQ(send().what, verdict::setup);
    }
    EXPECT_EQ(server.count("sign_ins"), 0) << "the password was not shown";
}

TEST_F(mail_server, keeps_one_connection_and_one_sign_in) {
    connection kept(options);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(kept.send(m, server_now()).what, verdict::accepted);
    EXPECT_EQ(server.count("sign_ins"), 1);
    EXPECT_EQ(server.count("connections"), 1);
    server.tell("hang_up");
    EXPECT_EQ(kept.send(m, server_now()).what, verdict::accepted) << "on a new one";
    EXPECT_EQ(server.letters().size(), 6u);
    EXPECT_EQ(server.count("sign_ins"), 2);
}

TEST_F(mail_server, that_loses_the_connection_after_the_letter_leaves_us_in_doubt) {
    connection kept(options);
    EXPECT_EQ(kept.send(m, server_now()).what, verdict::accepted);
    server.tell("set lost keep");
    EXPECT_EQ(kept.send(m, server_now()).what, verdict::unknown);
    server.tell("clear");
    EXPECT_EQ(kept.send(m, server_now()).what, verdict::accepted);
    EXPECT_EQ(server.letters().size(), 3u);
    EXPECT_EQ(header("message-id"), m.message_id);
}

TEST_F(mail_server, answers_are_told_apart) {
    struct answer {
        const char* command;
        verdict expected;
        const char* said;
    };
    for (const auto& [command, expected, said] : {
             answer{"set auth 454 4.7.0 Too many login attempts, please try again later.", verdict::busy_login, "454 4.7.0"},
             answer{"set auth 535-5.7.8 Not accepted.|535 5.7.8 Learn more", verdict::credentials, "535 5.7.8"},
             answer{"set auth 534 5.7.9 Application-specific password required", verdict::credentials, "534 5.7.9"},
             answer{"set mail 550-5.4.5 Daily user sending limit exceeded.|550 5.4.5 Learn more", verdict::quota, "550 5.4.5"},
             answer{"set mail 421 4.7.0 Try again later, closing connection.", verdict::throttled, "421 4.7.0"},
             answer{"set mail 421 4.3.0 Temporary System Problem", verdict::temporary, "421 4.3.0"},
             answer{"set mail 550 5.1.8 not your address", verdict::setup, "550 5.1.8"},
             answer{"set rcpt 550-5.1.1 The email account does not exist.|550 5.1.1 Try", verdict::bad_address, "550 5.1.1"},
             answer{"set rcpt 450 4.2.1 receiving mail too quickly", verdict::temporary, "450 4.2.1"},
             answer{"set rcpt 552 5.2.2 over quota", verdict::rejected, "552 5.2.2"},
             answer{"set data 552 5.7.0 blocked content", verdict::rejected, "552 5.7.0"},
             answer{"set data 550-5.7.26 unauthenticated|550 5.7.26 mail", verdict::policy, "550 5.7.26"},
             answer{"set data 451 4.3.0 rejected for now", verdict::temporary, "451 4.3.0"},
         }) {
        server.tell(command);
        const auto got = send();
        EXPECT_EQ(to_string(got.what), to_string(expected)) << command;
        EXPECT_EQ(got.said, said);
        server.tell("clear");
        EXPECT_EQ(send().what, verdict::accepted) << "and it recovers";
    }
}

}  // namespace
}  // namespace gavel::smtp
