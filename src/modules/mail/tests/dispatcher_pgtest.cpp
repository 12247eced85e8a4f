// Letters on their way from the table to a real mail server, through every kind of answer; two servers of ours share the account.
#include "modules/mail/dispatcher.hpp"
#include "modules/mail/oversight.hpp"
#include "tests/support/pg.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/smtp_server.hpp"

#include <fmt/format.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gavel::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string words(const boost::json::value& text) { return std::string(std::string_view(text.as_string())); }

class post_pgtest : public gavel::test::pg_test {
protected:
    post_pgtest() {
        chosen.smtp.url = server.starttls_url;
        chosen.smtp.ca_file = server.ca_file;
        chosen.smtp.user = "gavel";
        chosen.smtp.password = "swordfish";
        chosen.smtp.timeout_ms = 10'000;
        chosen.from = "Gavel <mail@auction.example>";
        chosen.site_url = "https://auction.example";
        open();
    }
    void open() {
        post.reset();
        carrier.emplace(chosen);
        post.emplace(io, pool, *carrier, numbers);
    }
    static letter outbid(const std::string& to, std::string name = "outbid") {
        letter l(name, language::uk, to);
        l.account = account_id{17};
        l.thread = "lot.7";
        for (const auto& each : variables_of(find_template(name, language::uk)))
            l.values[each] = each.ends_with("url") || each == "link" ? "https://auction.example/lots/7" : "<" + each + ">";
        return l;
    }
    void write(const std::vector<letter>& letters) {
        const auto work = [&]() -> awaitable<void> {
            auto tx = co_await pool.begin(soon());
            enqueue(tx, letters);
            co_await tx.commit();
        };
        run(work());
    }
    bool send_one() { return run(post->run_once()).handled; }
    int send_all() {
        int steps = 0;
        while (send_one()) ++steps;
        return steps;
    }
    std::string state() { return db.scalar("select string_agg(state, ' ' order by id) from mail_letters"); }
    std::string sender(const std::string& column) { return db.scalar("select " + column + "::text from mail_senders"); }
    std::string departures() { return db.scalar("select count(*) from mail_departures"); }
    // As if so long had passed.
    void pass(const std::string& time) {
        db.execute(
            fmt::format("update mail_letters set due_at = due_at - interval '{0}', first_failed_at = first_failed_at - interval '{0}';"
                        "update mail_senders set next_at = next_at - interval '{0}', paused_until = paused_until - interval '{0}',"
                        " slowed_at = slowed_at - interval '{0}';"
                        "update mail_departures set left_at = left_at - interval '{0}'",
                        time));
    }

    gavel::test::smtp_server server;
    metrics::registry numbers;
    mail::options chosen;
    std::optional<postman> carrier;
    std::optional<dispatcher> post;
};

TEST_F(post_pgtest, letters_arrive_once_with_everything_on_them) {
    write({outbid("olena@example.com"), outbid("taras@example.com", "won")});
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(state(), "sent sent");
    EXPECT_EQ(departures(), "2");
    const auto all = server.letters();
    ASSERT_EQ(all.size(), 2u);
    for (const auto& each : all) EXPECT_TRUE(each.at("defects").as_array().empty()) << each.at("defects");
    const auto& won = all[0].as_object();  // transactional first
    EXPECT_EQ(won.at("recipients").as_array()[0], "taras@example.com");
    EXPECT_FALSE(won.at("headers").as_object().contains("list-unsubscribe"));
    const auto& headers = all[1].at("headers").as_object();
    EXPECT_EQ(headers.at("references"), "<lot.7@auction.example>");
    EXPECT_EQ(headers.at("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    const auto key = db.scalar("select message_key from mail_letters where name = 'outbid'");
    EXPECT_EQ(words(headers.at("message-id")), "<" + key + "@auction.example>");
    const auto token = sign(run(read_link_key(pool, soon())), {account_id{17}, "outbid"});
    EXPECT_EQ(words(headers.at("list-unsubscribe")), "<https://auction.example/api/v1/letters/unsubscribe/" + token + ">");
    EXPECT_THAT(words(all[1].at("text")), HasSubstr("https://auction.example/letters?token=" + token));
}

TEST_F(post_pgtest, every_letter_in_every_language_is_read_by_another_program) {
    std::vector<letter> letters;
    for (const auto& each : letter_kinds) {
        for (const auto lang : all_languages) {
            auto l = outbid("olena@example.com", std::string(each.name));
            l.lang = lang;
            letters.push_back(std::move(l));
        }
    }
    write(letters);
    EXPECT_EQ(send_all(), std::ssize(letters));
    std::set<std::string> ids;
    for (const auto& each : server.letters()) {
        const auto& got = each.as_object();
        const auto& headers = got.at("headers").as_object();
        EXPECT_TRUE(got.at("defects").as_array().empty()) << headers.at("subject") << got.at("defects");
        EXPECT_EQ(got.at("type"), "multipart/alternative");
        EXPECT_EQ(headers.at("auto-submitted"), "auto-generated");
        ids.insert(words(headers.at("message-id")));
        const auto text = words(got.at("text")), html = words(got.at("html"));
        EXPECT_THAT(text, HasSubstr("https://auction.example/lots/7"));
        EXPECT_THAT(html, HasSubstr("href=\"https://auction.example/lots/7\""));
        EXPECT_THAT(html, HasSubstr("lang=\"" + words(headers.at("content-language")) + "\""));
        EXPECT_THAT(text + html, Not(HasSubstr("{{")));
        EXPECT_THAT(html, HasSubstr("color-scheme")) << "dark mode is thought of";
    }
    EXPECT_EQ(ids.size(), letters.size());
}

TEST_F(post_pgtest, a_bad_address_is_never_written_to_again_unless_its_owner_asks) {
    server.tell("set rcpt 550 5.1.1 no such user");
    write({outbid("gone@example.com")});
    send_all();
    EXPECT_EQ(state(), "refused");
    EXPECT_EQ(db.scalar("select address || ' ' || reason from mail_suppressions"), "gone@example.com bad_address");
    EXPECT_EQ(departures(), "0");
    server.tell("clear");
    write({outbid("gone@example.com"), outbid("gone@example.com", "confirm_address")});
    send_all();
    EXPECT_EQ(state(), "refused suppressed sent");
    EXPECT_EQ(server.letters().size(), 1u);
}

TEST_F(post_pgtest, passing_refusals_wait_longer_each_time_and_end_after_two_days) {
    server.tell("set rcpt 450 4.2.1 too quickly");
    write({outbid("busy@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "waiting");
    EXPECT_EQ(db.scalar("select last_said from mail_letters"), "450 4.2.1");
    pass("59 seconds");
    EXPECT_EQ(send_all(), 0);
    pass("2 seconds");
    EXPECT_EQ(send_all(), 1);
    pass("4 minutes");
    EXPECT_EQ(send_all(), 0);
    pass("49 hours");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "given_up");
    EXPECT_EQ(departures(), "0");
    EXPECT_EQ(sender("coalesce(pause_reason, 'none')"), "none") << "the account is not at fault";
}

TEST_F(post_pgtest, an_account_over_its_daily_limit_waits_and_keeps_every_letter) {
    write({outbid("a@example.com")});
    EXPECT_EQ(send_all(), 1);
    pass("22 hours");
    server.tell("set mail 550-5.4.5 Daily user sending limit exceeded.|550 5.4.5 Learn more");
    write({outbid("b@example.com"), outbid("c@example.com")});
    EXPECT_EQ(send_all(), 1) << "one is enough to know";
    EXPECT_EQ(state(), "sent waiting waiting");
    EXPECT_EQ(db.scalar("select max(failures) from mail_letters"), "0");
    EXPECT_EQ(sender("pause_reason"), "quota");
    server.tell("clear");
    pass("119 minutes");
    EXPECT_EQ(send_all(), 0);
    pass("2 minutes");
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(state(), "sent sent sent");
    EXPECT_EQ(sender("faults"), "0");
}

TEST_F(post_pgtest, a_throttled_account_pauses_and_goes_on_more_slowly) {
    server.tell("set mail 421 4.7.0 Try again later, closing connection.");
    write({outbid("a@example.com"), outbid("b@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(sender("pause_reason"), "throttled");
    EXPECT_EQ(sender("slowness"), "1");
    server.tell("clear");
    pass("16 minutes");
    EXPECT_EQ(send_all(), 1) << "the second waits for its turn";
    pass("1 second");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "sent sent");
}

TEST_F(post_pgtest, a_refused_password_stops_everything_for_an_hour) {
    chosen.smtp.password = "wrong";
    open();
    write({outbid("a@example.com"), outbid("b@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "waiting waiting");
    EXPECT_EQ(sender("pause_reason"), "credentials");
    EXPECT_EQ(server.count("sign_ins"), 1) << "no hammering at the door";
    chosen.smtp.password = "swordfish";
    open();
    pass("1 hour");
    EXPECT_EQ(send_all(), 2);
}

TEST_F(post_pgtest, distrust_stops_letters_to_many_only) {
    server.tell("set data 550-5.7.1 likely unsolicited|550 5.7.1 mail");
    write({outbid("a@example.com")});
    send_all();
    EXPECT_EQ(state(), "refused");
    EXPECT_EQ(sender("bulk_held"), "true");
    server.tell("clear");
    write({outbid("b@example.com")});
    db.execute("update mail_letters set class = 'bulk' where state = 'waiting'");
    EXPECT_EQ(send_all(), 0);
    write({outbid("c@example.com")});
    EXPECT_EQ(send_all(), 1);
}

TEST_F(post_pgtest, in_doubt_a_letter_is_sent_again_under_the_same_name) {
    server.tell("set lost keep");
    write({outbid("olena@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "waiting");
    EXPECT_EQ(departures(), "1") << "it may count";
    server.tell("clear");
    pass("61 seconds");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "sent");
    const auto all = server.letters();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].at("headers").at("message-id"), all[1].at("headers").at("message-id"));
    EXPECT_EQ(departures(), "2");
}

TEST_F(post_pgtest, a_server_of_ours_that_died_leaves_its_letter_to_another) {
    write({outbid("olena@example.com")});
    db.execute("update mail_letters set state = 'sending', attempts = 1, due_at = clock_timestamp() + interval '5 minutes'");
    EXPECT_EQ(send_all(), 0) << "it may still be alive";
    pass("5 minutes");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(db.scalar("select state || attempts from mail_letters"), "sent2");
}

TEST_F(post_pgtest, no_mail_server_is_not_the_letters_fault) {
    chosen.smtp.url = "smtp://127.0.0.1:1";
    open();
    write({outbid("olena@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(sender("pause_reason"), "unreachable");
    EXPECT_EQ(db.scalar("select state || failures from mail_letters"), "waiting0");
    EXPECT_EQ(departures(), "0");
}

TEST_F(post_pgtest, the_daily_limit_is_kept_by_all_servers_together_with_its_reserve) {
    chosen.per_day_max = 10;
    open();
    dispatcher other(io, pool, *carrier, numbers);
    std::vector<letter> many;
    for (int i = 0; i < 20; ++i) many.push_back(outbid(fmt::format("reader{}@example.com", i)));
    write(many);
    const auto both = [&] {
        int steps = 0;
        for (bool more = true; more;) {
            const bool first = send_one();
            const bool second = run(other.run_once()).handled;
            steps += first + second;
            more = first || second;
        }
        return steps;
    };
    EXPECT_EQ(both(), 8) << "two are kept for what somebody waits for";
    write({outbid("a@example.com", "confirm_address"), outbid("b@example.com", "won"), outbid("c@example.com", "won")});
    EXPECT_EQ(both(), 2);
    EXPECT_EQ(server.letters().size(), 10u);
    pass("24 hours");
    EXPECT_EQ(both(), 8) << "first the one that waited behind the limit, then up to the reserve";
    std::set<std::string> ids;
    for (const auto& each : server.letters()) ids.insert(words(each.at("headers").at("message-id")));
    EXPECT_EQ(ids.size(), 18u) << "none twice";
}

TEST_F(post_pgtest, values_may_come_when_the_letter_leaves_or_never) {
    int asked = 0;
    post->fill("confirm_address", [&](letter l, pg::pool&) -> awaitable<std::optional<letter_values>> {
        if (++asked == 1) throw std::runtime_error("the database is away");
        if (l.to.starts_with("replaced")) co_return std::nullopt;
        letter_values values;
        values["link"] = "https://auction.example/confirm?token=secret";
        co_return values;
    });
    write({outbid("olena@example.com", "confirm_address"), outbid("replaced@example.com", "confirm_address")});
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(state(), "waiting pointless");
    pass("1 minute");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "sent pointless");
    EXPECT_EQ(departures(), "1");
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where contents::text like '%secret%'"), "0");
}

TEST_F(post_pgtest, what_cannot_be_written_is_refused_and_stops_nothing) {
    auto broken = outbid("a@example.com");
    broken.values.erase("price");
    write({broken, outbid("b@example.com")});
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(state(), "refused sent");
}

TEST_F(post_pgtest, letters_turned_off_while_they_wait_stay) {
    write({outbid("a@example.com"), outbid("a@example.com", "lost")});
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        withdraw(tx, account_id{17}, {"outbid"});
        co_await tx.commit();
    };
    run(work());
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "suppressed sent");
}

TEST_F(post_pgtest, a_token_is_renewed_when_the_mail_server_does_not_like_it_any_more) {
    gavel::test::scripted_server tokens(io);
    const auto token = [](const std::string& word) {
        return gavel::test::scripted_server::ok("{\"access_token\":\"" + word + "\",\"expires_in\":3599}");
    };
    tokens.serve({token("revoked-token"), token("good-token"), gavel::test::scripted_server::with(400, R"({"error":"invalid_grant"})")});
    chosen.smtp.auth = "xoauth2";
    chosen.smtp.client_id = "id";
    chosen.smtp.refresh_token = "refresh";
    chosen.smtp.token_url = tokens.origin() + "/token";
    open();
    write({outbid("a@example.com"), outbid("b@example.com")});
    EXPECT_EQ(send_all(), 2);
    EXPECT_EQ(state(), "sent sent");
    EXPECT_EQ(tokens.heard.size(), 2u) << "asked for once, renewed once";
    server.tell("hang_up");
    server.tell("set auth 535 5.7.8 revoked");
    write({outbid("c@example.com")});
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(state(), "sent sent waiting");
    EXPECT_EQ(sender("pause_reason"), "credentials");
    EXPECT_EQ(db.scalar("select last_said from mail_letters where state = 'waiting'"), "token: invalid_grant");
    post.reset();  // before the server of tokens goes
}

TEST_F(post_pgtest, the_operator_sees_stops_and_starts_it) {
    server.tell("set rcpt 450 4.2.1 too quickly");
    write({outbid("a@example.com"), outbid("b@example.com", "won")});
    send_all();
    pass("49 hours");
    send_all();
    EXPECT_EQ(state(), "given_up given_up");
    server.tell("clear");
    EXPECT_EQ(run(retry_given_up(pool, soon(), 1)), 1);
    EXPECT_EQ(run(pause_all(pool, soon(), carrier->settings().account_name())), 1);
    EXPECT_EQ(send_all(), 0);
    auto status = run(read_status(pool, soon()));
    ASSERT_EQ(status.senders.size(), 1u);
    EXPECT_TRUE(status.senders[0].held);
    ASSERT_EQ(status.queues.size(), 3u);
    EXPECT_EQ(status.queues[0].waiting + status.queues[1].waiting, 1);
    EXPECT_EQ(run(read_failed(pool, soon(), 10)).size(), 1u);
    EXPECT_EQ(run(resume_all(pool, soon())), 1);
    EXPECT_EQ(send_all(), 1);
    status = run(read_status(pool, soon()));
    EXPECT_EQ(status.queues[0].sent_today + status.queues[1].sent_today, 1);
    EXPECT_EQ(status.senders[0].left_in_window, 1);
}

TEST_F(post_pgtest, what_is_over_is_forgotten_in_time) {
    write({outbid("a@example.com")});
    send_all();
    EXPECT_EQ(run(purge(pool, soon(), 30)), 0);
    db.execute("update mail_letters set finished_at = finished_at - interval '31 days'");
    pass("9 days");
    EXPECT_EQ(run(purge(pool, soon(), 30)), 2);
}

}  // namespace
}  // namespace gavel::mail
