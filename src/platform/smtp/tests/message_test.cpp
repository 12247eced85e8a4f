#include "platform/smtp/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace gavel::smtp {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

message ordinary() {
    message m;
    m.from_address = "mail@auction.example";
    m.from_name = "Gavel";
    m.to_address = "olena@example.com";
    m.subject = "Outbid";
    m.text = "Text\n";
    m.html = "<p>Text</p>\n";
    m.message_id = "<17@auction.example>";
    m.language = "en";
    return m;
}

const instant noon = parse_instant("2026-11-22T12:00:00Z").value();

std::string headers(const message& m) {
    const auto all = compose(m, noon);
    return all.substr(0, all.find("\r\n\r\n") + 2);
}

TEST(message, is_complete) {
    EXPECT_EQ(compose(ordinary(), noon),
              "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
              "From: \"Gavel\" <mail@auction.example>\r\n"
              "To: <olena@example.com>\r\n"
              "Subject: Outbid\r\n"
              "Message-ID: <17@auction.example>\r\n"
              "Content-Language: en\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "X-Auto-Response-Suppress: All\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: multipart/alternative;\r\n"
              " boundary=\"=_1cf81e28a69341bee3319863f8a47695\"\r\n"
              "\r\n"
              "--=_1cf81e28a69341bee3319863f8a47695\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Text\r\n"
              "--=_1cf81e28a69341bee3319863f8a47695\r\n"
              "Content-Type: text/html; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "<p>Text</p>\r\n"
              "--=_1cf81e28a69341bee3319863f8a47695--\r\n");
}

TEST(message, can_be_turned_off_with_one_click_where_it_may) {
    auto m = ordinary();
    EXPECT_THAT(headers(m), Not(HasSubstr("List-")));
    m.unsubscribe_url = "https://auction.example/u/abc";
    EXPECT_THAT(headers(m), HasSubstr("\r\nList-Unsubscribe: <https://auction.example/u/abc>\r\n"
                                      "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    m.unsubscribe_url = "http://localhost:8080/u/abc";
    EXPECT_THAT(headers(m), HasSubstr("List-Unsubscribe: <http://localhost:8080/u/abc>\r\n"));
    EXPECT_THAT(headers(m), Not(HasSubstr("List-Unsubscribe-Post"))) << "RFC 8058 knows https only";
}

TEST(message, belongs_to_a_thread_and_to_the_many_only_if_told) {
    auto m = ordinary();
    EXPECT_THAT(headers(m), Not(HasSubstr("References")));
    EXPECT_THAT(headers(m), Not(HasSubstr("Precedence")));
    m.thread_id = "<lot.7@auction.example>";
    m.bulk = true;
    EXPECT_THAT(headers(m), HasSubstr("In-Reply-To: <lot.7@auction.example>\r\nReferences: <lot.7@auction.example>\r\n"));
    EXPECT_THAT(headers(m), HasSubstr("Precedence: bulk\r\n"));
}

TEST(message, quotes_and_folds_the_name_of_its_sender) {
    auto m = ordinary();
    m.from_name = "Gavel \"the\\best\"";
    EXPECT_THAT(headers(m), HasSubstr("From: \"Gavel \\\"the\\\\best\\\"\" <mail@auction.example>\r\n"));
    m.from_name = "Аукціон «Молоток»";
    EXPECT_THAT(headers(m), HasSubstr("?=\r\n <mail@auction.example>\r\n"));
    m.from_name = "";
    EXPECT_THAT(headers(m), HasSubstr("From: <mail@auction.example>\r\n"));
}

TEST(message, is_seven_bit_short_lines_with_crlf) {
    auto m = ordinary();
    m.subject = "Ставка на дуже довгу назву лота, яка не вміщується в один рядок заголовка";
    m.from_name = "Аукціон «Молоток»";
    m.thread_id = "<lot.7@auction.example>";
    for (int i = 0; i < 40; ++i) m.text += "Довгий рядок без жодного кінця, ";
    for (int i = 0; i < 40; ++i) m.html += "a long line without an end, ";
    const auto all = compose(m, noon);
    ASSERT_TRUE(all.ends_with("\r\n"));
    for (std::size_t at = 0; at < all.size();) {
        const auto end = all.find("\r\n", at);
        EXPECT_LE(end - at, 78u) << all.substr(at, end - at);
        for (const unsigned char c : all.substr(at, end - at)) EXPECT_TRUE(c >= 0x20 && c < 0x7F);
        at = end + 2;
    }
}

TEST(message, is_not_broken_out_of) {
    const std::string evil = "x@example.com>\r\nBcc: <victim@example.com";
    for (auto member : {&message::from_address, &message::to_address, &message::unsubscribe_url, &message::language}) {
        auto m = ordinary();
        m.*member = evil;
        EXPECT_THROW(compose(m, noon), std::invalid_argument);
    }
    for (auto member : {&message::message_id, &message::thread_id}) {
        for (const auto* bad : {"x", "<>", "<a>\r\nBcc: <b>", "<a b>", "<ї@x>", "<a@b><c@d>"}) {
            auto m = ordinary();
            m.*member = bad;
            EXPECT_THROW(compose(m, noon), std::invalid_argument) << bad;
        }
    }
    auto m = ordinary();
    m.subject = m.from_name = "a\r\nBcc: victim@example.com\r\n\r\nbody\0z";
    EXPECT_THAT(headers(m), Not(HasSubstr("\nBcc")));
    m = ordinary();
    m.unsubscribe_url = "https://auction.example/" + std::string(1000, 'x');
    EXPECT_THROW(compose(m, noon), std::invalid_argument) << "no line may be longer than 998";
}

}  // namespace
}  // namespace gavel::smtp
