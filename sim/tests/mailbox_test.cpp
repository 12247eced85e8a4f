#include "sim/mailbox/mime.hpp"
#include "sim/mailbox/smtp_dialogue.hpp"
#include "sim/mailbox/store.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gavel::sim {
namespace {

class smtp_talk : public testing::Test {
protected:
    std::string say(std::string_view line) { return dialogue.take(line).substr(0, 3); }
    void begin_letter() {
        EXPECT_EQ(say("EHLO here"), "250");
        EXPECT_EQ(say("MAIL FROM:<a@b.c> SIZE=100"), "250");
        EXPECT_EQ(say("RCPT TO:<olena@example.com>"), "250");
        EXPECT_EQ(say("DATA"), "354");
    }

    std::vector<std::pair<std::string, std::string>> kept;
    smtp_dialogue dialogue{[this](const std::string& to, const std::string& raw) { kept.emplace_back(to, raw); }};
};

TEST_F(smtp_talk, keeps_a_letter_for_each_recipient) {
    say("EHLO here");
    say("MAIL FROM:<>");
    say("RCPT TO:<olena@example.com>");
    say("rcpt to:<taras@example.com>");
    say("DATA");
    EXPECT_EQ(dialogue.take("Subject: x"), "");
    EXPECT_EQ(dialogue.take(""), "");
    EXPECT_EQ(dialogue.take("..dot"), "");
    EXPECT_EQ(say("."), "250");
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].first, "olena@example.com");
    EXPECT_EQ(kept[1].second, "Subject: x\r\n\r\n.dot\r\n");
    EXPECT_EQ(say("QUIT"), "221");
    EXPECT_TRUE(dialogue.finished());
}

TEST_F(smtp_talk, insists_on_the_order) {
    EXPECT_EQ(say("MAIL FROM:<a@b.c>"), "503");
    say("HELO here");
    EXPECT_EQ(say("RCPT TO:<a@b.c>"), "503");
    EXPECT_EQ(say("DATA"), "503");
    EXPECT_EQ(say("MAIL FROM:a@b.c"), "501");
    EXPECT_EQ(say("MAIL FROM:<a@b.c>"), "250");
    EXPECT_EQ(say("MAIL FROM:<a@b.c>"), "503");
    EXPECT_EQ(say("RCPT TO:<nobody>"), "501");
    EXPECT_EQ(say("RSET"), "250");
    EXPECT_EQ(say("RCPT TO:<a@b.c>"), "503");
    EXPECT_EQ(say("NOOP"), "250");
    EXPECT_EQ(say("TURN"), "502");
    EXPECT_EQ(say(""), "502");
}

TEST_F(smtp_talk, refuses_some_addresses_on_purpose) {
    say("EHLO here");
    say("MAIL FROM:<a@b.c>");
    EXPECT_EQ(say("RCPT TO:<x@bounce.example>"), "550");
    EXPECT_EQ(say("RCPT TO:<x@later.example>"), "451");
}

TEST_F(smtp_talk, takes_letters_up_to_a_size) {
    say("EHLO here");
    EXPECT_EQ(say("MAIL FROM:<a@b.c> SIZE=99999999"), "552");
    begin_letter();
    const std::string line(1000, 'x');
    for (std::size_t sent = 0; sent <= letter_bytes_max; sent += line.size()) dialogue.take(line);
    EXPECT_EQ(say("."), "552");
    EXPECT_TRUE(kept.empty());
    begin_letter();
    dialogue.take("small");
    EXPECT_EQ(say("."), "250");
}

TEST(mime, reads_both_forms_of_a_letter) {
    const auto l = read_letter(
        "From: =?UTF-8?B?0JvQvtGC?= <mail@example.com>\r\nTo: <olena@example.com>\r\n"
        "Subject: =?UTF-8?B?0JvQvtGC?=\r\n =?utf-8?q?_=E2=84=96_7?=\r\nContent-Type: multipart/alternative;\r\n boundary=\"---x\"\r\n\r\n"
        "preamble\r\n-----x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "0JvQvtGCCmh0dHBzOi8vYS5leGFtcGxlL2I/Yz1k\r\n\r\n-----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n"
        "<p class=3D\"a\">=D0=9B=\r\n</p>\r\n-----x--\r\n");
    EXPECT_EQ(l.from, "Лот <mail@example.com>");
    EXPECT_EQ(l.subject, "Лот № 7");
    EXPECT_EQ(l.text, "Лот\nhttps://a.example/b?c=d");
    EXPECT_EQ(l.html, "<p class=\"a\">Л</p>\r\n");
    ASSERT_EQ(l.links.size(), 1u);
    EXPECT_EQ(l.links[0], "https://a.example/b?c=d");
}

TEST(mime, survives_anything) {
    for (const std::string& odd :
         {std::string(), std::string("\r\n"), std::string("no colon"), std::string("Subject: =?UTF-8?B?"),
          std::string("Subject: =?x?y?z?="), std::string("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n----"),
          std::string("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a"),
          std::string("Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=4\r\n=ZZ="),
          std::string("Content-Type: multipart/x; boundary=\"a")})
        read_letter(odd);
    std::string nested = "Content-Type: multipart/mixed; boundary=a\r\n\r\n";
    for (int i = 0; i < 1000; ++i) nested += "--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n";
    read_letter(nested);
}

TEST(mailbox, keeps_the_newest) {
    store letters(2);
    for (const auto* to : {"A@example.com", "b@example.com", "a@example.com"}) letters.add(to, letter());
    EXPECT_EQ(letters.size(), 2u);
    ASSERT_EQ(letters.newest("a@example.com", 10).size(), 1u);
    EXPECT_EQ(letters.newest("", 10).front()->id, 3);
    EXPECT_EQ(letters.find(1), nullptr);
    EXPECT_NE(letters.find(2), nullptr);
}

}  // namespace
}  // namespace gavel::sim
