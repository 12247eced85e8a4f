// New passwords: by letter, and by who knows the old one.
#include "modules/accounts/errors.hpp"
#include "modules/accounts/repository_passwords.hpp"
#include "modules/accounts/service.hpp"
#include "modules/accounts/worker.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/pg.hpp"
#include "tests/support/smtp_server.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::accounts {
namespace {

accounts::options cheap_hashes() {
    accounts::options o;
    o.argon2_operations = 1;
    o.argon2_memory_kib = 64;
    o.register_per_address_max = 3;
    o.sign_in_per_address_max = 5;
    return o;
}

awaitable<std::pair<std::string, std::string>> one_o_clock(account_id, instant, pg::pool&) {
    co_return std::pair<std::string, std::string>("26.11.2026 13:00", "Europe/Kyiv");
}

constexpr auto old_password = "the old password", new_password = "the new password";

class passwords_pgtest : public test::pg_test {
protected:
    passwords_pgtest() {
        const auto hash = run(shared.passwords.hash(old_password));
        db.execute("insert into accounts (email, password_hash, display_name, language) values ('olena@example.com', '" + hash +
                   "', 'Olena', 'uk')");
    }
    result<void> forget(std::string email = "olena@example.com") {
        return run(accounts.forget_password(std::move(email), language::en, "192.0.2.1", soon()));
    }
    result<void> reset(std::string token, std::string password = new_password) {
        return run(accounts.reset_password(std::move(token), std::move(password), "192.0.2.1", soon()));
    }
    result<signed_in> sign_in(std::string password) {
        return run(accounts.sign_in("olena@example.com", std::move(password), visit("192.0.2.1", "Firefox/130.0 Windows", "uk"), soon()));
    }
    bool is_signed_in(const std::string& token) {
        return run(accounts.authenticate(token, visit("192.0.2.1", "Firefox/130.0 Windows", "uk"), soon())).has_value();
    }
    awaitable<std::string> mint() {
        auto token = random_token();
        auto tx = co_await pool.begin(soon());
        add_password_token(tx, account_id{1}, sha256(token));
        co_await tx.commit();
        co_return token;
    }
    // Without those about signing in from a new device, which every sign-in here is.
    std::string letters() {
        return db.scalar("select coalesce(string_agg(name, ' ' order by id), '') from mail_letters where name <> 'new_device'");
    }

    runtime::worker_pool workers{1, 10};
    redis::client absent{io, redis::client_options()};
    common shared{cheap_hashes(), workers};
    service accounts{pool, absent, shared};
};

TEST_F(passwords_pgtest, a_letter_brings_a_new_one_and_ends_every_session) {
    const auto here = sign_in(old_password), there = sign_in(old_password);
    ASSERT_TRUE(is_signed_in(here->token));
    db.execute(
        "insert into mail_suppressions (address, reason) values ('olena@example.com', 'bad_address'), ('x@example.com', 'bad_address')");
    ASSERT_TRUE(forget());
    EXPECT_EQ(letters(), "password_reset");
    ASSERT_TRUE(reset(run(mint())));
    EXPECT_FALSE(is_signed_in(here->token)) << "at once, not after the cache";
    EXPECT_FALSE(is_signed_in(there->token));
    EXPECT_EQ(db.scalar("select count(*) from sessions"), "0");
    EXPECT_FALSE(sign_in(old_password));
    EXPECT_TRUE(sign_in(new_password));
    EXPECT_EQ(letters(), "password_reset password_changed");
    EXPECT_EQ(db.scalar("select string_agg(address, ' ') from mail_suppressions"), "x@example.com") << "the letter was read";
}

TEST_F(passwords_pgtest, a_token_works_once_for_an_hour_and_takes_all_others_with_it) {
    const auto first = run(mint()), second = run(mint()), late = run(mint());
    db.execute("update account_password_tokens set expires_at = clock_timestamp() where token_hash = '\\x" + hex(sha256(late)) + "'");
    EXPECT_TRUE(reset(late).error().is(password_link_invalid));
    ASSERT_TRUE(forget());
    ASSERT_TRUE(reset(first));
    for (const auto& each : {first, second, random_token(), std::string("short")})
        EXPECT_TRUE(reset(each, "another password").error().is(password_link_invalid));
    EXPECT_EQ(db.scalar("select count(*) from account_password_tokens"), "0");
    EXPECT_EQ(db.scalar("select count(*) from account_password_resets"), "0") << "the letter that waits has become pointless";
    EXPECT_TRUE(sign_in(new_password));
}

TEST_F(passwords_pgtest, nobody_learns_whether_an_address_is_known) {
    ASSERT_TRUE(forget("nobody@example.com"));
    EXPECT_EQ(letters(), "no_account");
    EXPECT_EQ(db.scalar("select language from mail_letters"), "en");
    EXPECT_EQ(db.scalar("select count(*) from account_password_resets"), "0");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(forget());
    EXPECT_TRUE(forget().error().is(http::too_many_requests));
}

TEST_F(passwords_pgtest, whoever_knows_the_old_one_stays_signed_in_here_only) {
    const auto here = sign_in(old_password), there = sign_in(old_password);
    run(mint());
    ASSERT_TRUE(is_signed_in(there->token));
    const auto change = [&](std::string current, std::string wanted) {
        return run(accounts.change_password(account_id{1}, here->session, std::move(current), std::move(wanted), soon()));
    };
    EXPECT_TRUE(change("not the password", new_password).error().is(wrong_password));
    ASSERT_TRUE(change(old_password, new_password));
    EXPECT_TRUE(is_signed_in(here->token));
    EXPECT_FALSE(is_signed_in(there->token));
    EXPECT_EQ(db.scalar("select count(*) from account_password_tokens"), "0");
    EXPECT_EQ(letters(), "password_changed");
    EXPECT_TRUE(sign_in(new_password));
}

// The password was right when it was looked at; the session must not outlive the change that came in between.
TEST_F(passwords_pgtest, a_sign_in_that_overlaps_a_change_gets_no_session) {
    const auto work = [&]() -> awaitable<bool> {
        auto tx = co_await pool.begin(soon());
        const auto unchanged = ask_password(tx, account_id{1}, "another hash");
        co_await insert_session(tx, account_id{1}, sha256("x"), "", 1);
        co_return unchanged.get().empty();
    };
    EXPECT_TRUE(run(work()));
    EXPECT_EQ(db.scalar("select count(*) from sessions"), "0");
}

TEST_F(passwords_pgtest, a_stolen_session_cannot_guess) {
    const auto here = sign_in(old_password);
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(
            run(accounts.change_password(account_id{1}, here->session, "wrong wrong", new_password, soon())).error().is(wrong_password));
    EXPECT_TRUE(run(accounts.change_password(account_id{1}, here->session, old_password, new_password, soon()))
                    .error()
                    .is(http::too_many_requests));
}

// From the wish through the queue and a real mail server to the new password.
TEST_F(passwords_pgtest, the_link_of_the_letter_works) {
    test::smtp_server server;
    mail::options chosen;
    chosen.smtp.url = server.tls_url;
    chosen.smtp.ca_file = server.ca_file;
    chosen.smtp.user = "gavel";
    chosen.smtp.password = "swordfish";
    chosen.site_url = "https://auction.example";
    const mail::postman carrier(chosen);
    metrics::registry numbers;
    mail::dispatcher post(io, pool, carrier, numbers);
    complete_letters(post, carrier, one_o_clock);
    ASSERT_TRUE(forget());
    ASSERT_TRUE(forget("nobody@example.com"));
    while (run(post.run_once()).handled) {}
    const auto all = server.letters();
    ASSERT_EQ(all.size(), 2u);
    const std::string text(std::string_view(all[0].at("text").as_string()));
    const std::string mark = "https://auction.example/reset-password?token=";
    const auto at = text.find(mark);
    ASSERT_NE(at, std::string::npos) << text;
    const auto token = text.substr(at + mark.size(), 43);
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where contents::text like '%" + token + "%'"), "0");
    EXPECT_TRUE(reset(token));
    EXPECT_TRUE(sign_in(new_password));
    while (run(post.run_once()).handled) {}
    EXPECT_EQ(server.letters().size(), 4u) << "the new password was told, and so was the sign-in with it";
    EXPECT_EQ(db.scalar("select string_agg(distinct state, ' ') from mail_letters"), "sent");
}

}  // namespace
}  // namespace gavel::accounts
