// Reports of undeliverable letters in the shapes that mail servers really write.
#include "platform/smtp/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace gavel::smtp {
namespace {

std::string crlf(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.replace(at, 1, "\r\n");
    return text;
}

const std::string postfix = crlf(R"(Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: mail@auction.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4Qx1Z23kzyz9sW.1764077/mx.example.net"
Message-Id: <20261125130000.4Qx1Z23kzyz9sW@mx.example.net>

This is a MIME-encapsulated message.

--4Qx1Z23kzyz9sW.1764077/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<Gone@Example.org>: host mail.example.org[192.0.2.7] said: 550 5.1.1
    <Gone@Example.org>: Recipient address rejected: User unknown

--4Qx1Z23kzyz9sW.1764077/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4Qx1Z23kzyz9sW

Final-Recipient: rfc822; Gone@Example.org
Original-Recipient: rfc822;gone@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <Gone@Example.org>: Recipient address
    rejected: User unknown

--4Qx1Z23kzyz9sW.1764077/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Gavel <mail@auction.example>
To: <gone@example.org>
Subject: =?utf-8?b?0J3QvtCy0LjQvdC4?=
Message-ID: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>

text
--4Qx1Z23kzyz9sW.1764077/mx.example.net--
)");

const std::string gmail = crlf(R"(From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: mail@auction.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
In-Reply-To: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>
References: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>
X-Failed-Recipients: nobody.here@gmail.com
Content-Type: multipart/report; boundary="0000000000003c4f9f0612345678"; report-type=delivery-status

--0000000000003c4f9f0612345678
Content-Type: multipart/related; boundary="0000000000003c52990612345679"

--0000000000003c52990612345679
Content-Type: multipart/alternative; boundary="0000000000003c52a1061234567a"

--0000000000003c52a1061234567a
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to nobody.here@gmail.com because the address couldn't be found.

--0000000000003c52a1061234567a--

--0000000000003c52990612345679--

--0000000000003c4f9f0612345678
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Wed, 25 Nov 2026 05:00:00 -0800 (PST)
X-Original-Message-ID: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>

Final-Recipient: rfc822; nobody.here@gmail.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (2a00:1450::1a, the server for the domain gmail.com.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser - gsmtp
Last-Attempt-Date: Wed, 25 Nov 2026 05:00:01 -0800 (PST)

--0000000000003c4f9f0612345678
Content-Type: message/rfc822

Subject: hello
From: Gavel <mail@auction.example>

--0000000000003c4f9f0612345678--
)");

const std::string exchange = crlf(R"(From: <postmaster@outlook.example>
To: <mail@auction.example>
Subject: Undeliverable: News
Content-Type: multipart/report; report-type=delivery-status; boundary=_b42_

--_b42_
Content-Type: text/html; charset="utf-8"

<p>Your message couldn't be delivered</p>

--_b42_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR04.outlook.example

Final-Recipient: rfc822;left@company.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

Final-Recipient: rfc822;full@company.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full

--_b42_
Content-Type: text/rfc822-headers

Message-ID: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>
Subject: News

--_b42_--
)");

const std::string exim = crlf(R"(From: Mail Delivery System <Mailer-Daemon@host.example>
To: mail@auction.example
X-Failed-Recipients: a@old.example, b@old.example
Auto-Submitted: auto-replied
References: <8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example>
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  a@old.example
    host mx.old.example [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<a@old.example>:
    550 5.1.1 <a@old.example>... User unknown
)");

const std::string delayed = crlf(R"(From: MAILER-DAEMON@mx.example.net
Content-Type: multipart/report; report-type=delivery-status; boundary=q

--q
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; slow@example.org
Action: delayed
Status: 4.4.1

--q--
)");

const std::string generic_status = crlf(R"(From: MAILER-DAEMON@mx.example.net
Content-Type: multipart/report; boundary = "q 1" ; report-type = delivery-status

--q 1
Content-Type: Message/Delivery-Status; charset=us-ascii

Reporting-MTA: dns; mx.example.net

Original-Recipient: rfc822; <who@example.org>
Action: Failed
Status: 5.0.0 (undefined)
Diagnostic-Code: smtp; 552 5.2.2 Over quota

)");

struct report_case {
    const char* name;
    const std::string* mail;
    std::string found;  // address status ...; id
};
std::string shown(const std::optional<delivery_report>& r) {
    if (!r) return "none";
    std::string text;
    for (const auto& each : r->recipients)
        text += each.address + " " + each.status + (each.permanent ? " " : "? ") + (is_dead_address(each.status) ? "dead; " : "; ");
    return text + r->original_id.substr(0, 8);
}

TEST(report, is_read_in_the_shapes_of_many_servers) {
    const std::vector<report_case> cases{
        {"postfix", &postfix, "gone@example.org 5.1.1 dead; 8a6e0804"},
        {"gmail", &gmail, "nobody.here@gmail.com 5.1.1 dead; 8a6e0804"},
        {"exchange", &exchange, "left@company.example 5.1.10 dead; full@company.example 5.2.2 ; 8a6e0804"},
        {"exim", &exim, "a@old.example 5.1.1 dead; b@old.example 5.1.1 dead; 8a6e0804"},
        {"delayed", &delayed, "none"},
        {"generic status", &generic_status, "who@example.org 5.2.2 ; "},
    };
    for (const auto& c : cases) EXPECT_EQ(shown(read_report(*c.mail)), c.found) << c.name;
}

TEST(report, is_not_found_in_other_mail) {
    const std::vector<std::string> others{
        "",
        "\r\n",
        "From: olena@example.org\r\nSubject: 5.1.1\r\n\r\nHello",
        "Content-Type: multipart/report\r\n\r\n--\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n",
        "Content-Type: multipart/report; boundary=\"\r\n\r\n",
        "X-Failed-Recipients: \r\n\r\n5.1.1",
        "X-Failed-Recipients: not an address, <>, @, a@, @b\r\n\r\n5.1.1",
        std::string(1'000'000, 'x'),
        std::string(1'000'000, '\n'),
    };
    for (const auto& each : others) EXPECT_FALSE(read_report(each)) << each.substr(0, 60);
}

// Whatever comes: it ends, stays within its bounds and names only what could be an address.
TEST(report, stands_any_bytes) {
    std::mt19937 random(20261125);
    const std::vector<const std::string*> seeds{&postfix, &gmail, &exchange, &exim, &delayed, &generic_status};
    const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
    for (int round = 0; round < 4'000; ++round) {
        auto mail = *seeds[any(seeds.size())];
        for (std::size_t changes = 1 + any(12); changes > 0 && !mail.empty(); --changes) {
            const auto at = any(mail.size());
            switch (any(5)) {
                case 0: mail[at] = static_cast<char>(any(256)); break;
                case 1: mail.erase(at, 1 + any(80)); break;
                case 2: mail.insert(at, mail.substr(any(mail.size()), any(400))); break;
                case 3: mail.resize(at); break;
                default: mail.insert(at, std::string(1 + any(3), "\r\n-:;\"<>@ "[any(9)])); break;
            }
        }
        const auto found = read_report(mail);
        if (!found) continue;
        EXPECT_LE(found->recipients.size(), report_recipients_max);
        EXPECT_LE(found->original_id.size(), 200u);
        for (const auto& each : found->recipients) {
            EXPECT_LE(each.address.size(), 254u);
            EXPECT_THAT(each.address, testing::MatchesRegex("[^ @<>]*[^ <>]*"));
            EXPECT_THAT(each.status, testing::MatchesRegex("[45]\\.[0-9]+\\.[0-9]+"));
        }
    }
}

TEST(report, has_a_bound_on_everything) {
    std::string many =
        "Content-Type: multipart/report; boundary=q\r\n\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: x\r\n\r\n";
    for (int i = 0; i < 5'000; ++i)
        many += "Final-Recipient: rfc822; r" + std::to_string(i) + "@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n";
    EXPECT_EQ(read_report(many)->recipients.size(), report_recipients_max);
    std::string headers;
    for (int i = 0; i < 50'000; ++i) headers += "X-" + std::to_string(i) + ": y\r\n continued\r\n";
    EXPECT_FALSE(read_report(headers));
}

}  // namespace
}  // namespace gavel::smtp
