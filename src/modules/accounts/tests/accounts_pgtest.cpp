#include "modules/accounts/errors.hpp"
#include "modules/accounts/repository.hpp"
#include "modules/accounts/service.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/pg.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::accounts {
namespace {

options quick() {
    options o;
    o.argon2_operations = 1;
    o.argon2_memory_kib = 64;
    o.sign_in_per_address_max = 3;
    o.sign_in_per_client_max = 6;
    o.register_per_address_max = 3;
    return o;
}

// The password of everybody here, and where they are.
constexpr auto password = "correct horse battery";
const visit home("192.0.2.1", "Firefox/130.0 Windows", "uk");

class accounts_pgtest : public test::pg_test {
protected:
    result<void> enrol(std::string email, std::string with = password, std::string name = "Olena") {
        return run(accounts.enrol(std::move(email), std::move(with), std::move(name), language::uk, "192.0.2.1", soon()));
    }
    result<signed_in> sign_in(std::string email, std::string with = password, std::string client = "192.0.2.1") {
        return run(accounts.sign_in(std::move(email), std::move(with), visit(client, "Firefox/130.0 Windows", "uk"), soon()));
    }
    result<signed_in> confirm(std::string token) { return run(accounts.confirm(std::move(token), home, soon())); }
    std::optional<http::principal> who(std::string token) { return run(accounts.authenticate(std::move(token), home, soon())); }

    // What the letter's job does, without sending it.
    awaitable<std::string> mint_for(std::string email) {
        auto tx = co_await pool.begin(soon());
        const auto id = std::stoll(db.scalar("select id from account_confirmations where email = '" + email + "'"));
        auto token = random_token();
        add_confirmation_token(tx, id, sha256(token));
        co_await tx.commit();
        co_return token;
    }
    std::string token_for(std::string email) { return run(mint_for(std::move(email))); }
    signed_in member(const std::string& email) {
        EXPECT_TRUE(enrol(email));
        auto opened = confirm(token_for(email));
        EXPECT_TRUE(opened);
        return *opened;
    }

    runtime::worker_pool workers{2, 16};
    redis::client absent{io, redis::client_options()};
    common shared{quick(), workers};
    service accounts{pool, absent, shared};
};

TEST_F(accounts_pgtest, registers_confirms_and_signs_in) {
    ASSERT_TRUE(enrol("olena@example.com"));
    EXPECT_EQ(db.scalar("select count(*) from accounts"), "0");
    EXPECT_EQ(db.scalar("select name from mail_letters"), "confirm_address");
    EXPECT_FALSE(sign_in("olena@example.com")) << "an unconfirmed address cannot sign in";

    const auto opened = confirm(token_for("olena@example.com"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->account.email, "olena@example.com");
    EXPECT_EQ(opened->account.display_name, "Olena");
    ASSERT_TRUE(who(opened->token));
    EXPECT_EQ(who(opened->token)->account, opened->account.id);
    EXPECT_EQ(db.scalar("select count(*) from account_confirmations"), "0");

    const auto again = sign_in("olena@example.com");
    ASSERT_TRUE(again);
    EXPECT_NE(again->token, opened->token);
    EXPECT_EQ(run(accounts.sessions_of(opened->account.id, soon())).front().device, "Firefox, Windows");
}

TEST_F(accounts_pgtest, stores_no_secret) {
    const auto opened = member("olena@example.com");
    EXPECT_EQ(db.scalar("select count(*) from sessions where encode(token_hash, 'escape') like '%" + opened.token + "%'"), "0");
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where contents::text like '%token%'"), "0");
    EXPECT_EQ(db.scalar("select left(password_hash, 10) from accounts"), "$argon2id$");
}

TEST_F(accounts_pgtest, a_token_works_once) {
    ASSERT_TRUE(enrol("olena@example.com"));
    const auto token = token_for("olena@example.com");
    ASSERT_TRUE(confirm(token));
    const auto second = confirm(token);
    ASSERT_FALSE(second);
    EXPECT_TRUE(second.error().is(confirmation_invalid));
}

TEST_F(accounts_pgtest, a_token_ends_after_a_day) {
    ASSERT_TRUE(enrol("olena@example.com"));
    const auto token = token_for("olena@example.com");
    db.execute("update account_confirmation_tokens set expires_at = clock_timestamp()");
    EXPECT_FALSE(confirm(token));
    EXPECT_FALSE(confirm(random_token()));
    EXPECT_FALSE(confirm("short"));
    EXPECT_EQ(db.scalar("select count(*) from accounts"), "0");
}

TEST_F(accounts_pgtest, registering_again_replaces_what_was_not_confirmed) {
    ASSERT_TRUE(enrol("olena@example.com", "the first password", "First"));
    const auto old_token = token_for("olena@example.com");
    ASSERT_TRUE(enrol("olena@example.com", "the second password", "Second"));
    EXPECT_EQ(db.scalar("select count(*) from account_confirmations"), "1");
    EXPECT_FALSE(confirm(old_token)) << "a letter confirms only the registration it was written for";
    const auto opened = confirm(token_for("olena@example.com"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->account.display_name, "Second");
    EXPECT_TRUE(sign_in("olena@example.com", "the second password"));
}

TEST_F(accounts_pgtest, a_known_address_gets_the_same_answer_and_another_letter) {
    const auto first = member("olena@example.com");
    db.execute("delete from mail_letters");
    ASSERT_TRUE(enrol("olena@example.com", "another password", "Mallory"));
    EXPECT_EQ(db.scalar("select name from mail_letters"), "already_registered");
    EXPECT_EQ(db.scalar("select count(*) from account_confirmations"), "0");
    EXPECT_EQ(db.scalar("select display_name from accounts"), "Olena");
    EXPECT_FALSE(sign_in("olena@example.com", "another password"));
}

TEST_F(accounts_pgtest, refuses_unknown_and_wrong_alike) {
    member("olena@example.com");
    const auto wrong = sign_in("olena@example.com", "not the password");
    const auto unknown = sign_in("nobody@example.com", "not the password");
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(wrong.error().is(wrong_credentials));
    EXPECT_TRUE(unknown.error().is(wrong_credentials));
    EXPECT_TRUE(wrong.error().fields().empty());
    EXPECT_TRUE(unknown.error().fields().empty());
}

TEST_F(accounts_pgtest, slows_guessing_at_one_account_down) {
    member("olena@example.com");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(sign_in("olena@example.com", "guess").error().is(wrong_credentials));
    const auto refused = sign_in("olena@example.com");
    ASSERT_FALSE(refused) << "also the right password has to wait";
    EXPECT_TRUE(refused.error().is(http::too_many_requests));
    const auto wait_s = refused.error().fields().at("retry_after_s").as_int64();
    EXPECT_GE(wait_s, 1);
    EXPECT_LE(wait_s, 900);
}

TEST_F(accounts_pgtest, success_forgives_earlier_mistakes) {
    member("olena@example.com");
    for (int round = 0; round < 2; ++round) {
        EXPECT_FALSE(sign_in("olena@example.com", "guess", "192.0.2." + std::to_string(round)));
        EXPECT_FALSE(sign_in("olena@example.com", "guess", "192.0.2." + std::to_string(round)));
        EXPECT_TRUE(sign_in("olena@example.com", password, "192.0.2." + std::to_string(round)));
    }
}

TEST_F(accounts_pgtest, slows_one_client_down_over_many_accounts) {
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(sign_in("user" + std::to_string(i) + "@example.com", "guess").error().is(wrong_credentials));
    EXPECT_TRUE(sign_in("user7@example.com", "guess").error().is(http::too_many_requests));
    EXPECT_TRUE(sign_in("user7@example.com", "guess", "192.0.2.2").error().is(wrong_credentials));
}

TEST_F(accounts_pgtest, does_not_flood_a_mailbox) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(enrol("olena@example.com"));
    EXPECT_TRUE(enrol("olena@example.com").error().is(http::too_many_requests));
    EXPECT_EQ(db.scalar("select count(*) from mail_letters"), "3");
}

TEST_F(accounts_pgtest, an_ended_session_is_over_at_once) {
    const auto here = member("olena@example.com");
    const auto there = sign_in("olena@example.com");
    ASSERT_TRUE(there);
    ASSERT_TRUE(who(here.token));
    ASSERT_TRUE(who(there->token));
    EXPECT_TRUE(run(accounts.end_session(here.account.id, there->session, soon())));
    EXPECT_FALSE(who(there->token)) << "although it was in the cache";
    EXPECT_TRUE(who(here.token));
    EXPECT_EQ(run(accounts.sessions_of(here.account.id, soon())).size(), 1u);
}

TEST_F(accounts_pgtest, nobody_ends_the_session_of_another) {
    const auto olena = member("olena@example.com");
    const auto taras = member("taras@example.com");
    EXPECT_FALSE(run(accounts.end_session(taras.account.id, olena.session, soon())));
    EXPECT_TRUE(who(olena.token));
}

TEST_F(accounts_pgtest, a_session_slides_and_ends) {
    const auto here = member("olena@example.com");
    db.execute(
        "update sessions set last_seen_at = clock_timestamp() - interval '6 minutes', expires_at = clock_timestamp() + interval '1 "
        "minute'");
    ASSERT_TRUE(who(here.token));
    EXPECT_EQ(db.scalar("select expires_at > clock_timestamp() + interval '29 days' and last_seen_at > clock_timestamp() - interval '1 "
                        "minute' from sessions"),
              "t");

    shared.cache.forget(here.session);
    const auto seen = db.scalar("select last_seen_at from sessions");
    ASSERT_TRUE(who(here.token));
    EXPECT_EQ(db.scalar("select last_seen_at from sessions"), seen) << "no write while it is fresh";

    shared.cache.forget(here.session);
    db.execute("update sessions set expires_at = clock_timestamp()");
    EXPECT_FALSE(who(here.token));
    EXPECT_FALSE(who("not a token"));
    EXPECT_FALSE(who(random_token()));
}

TEST_F(accounts_pgtest, keeps_a_bounded_number_of_sessions) {
    const auto here = member("olena@example.com");
    db.execute("insert into sessions (account_id, token_hash, device, expires_at) select " + here.account.id.text() +
               ", sha256(n::text::bytea), 'x', clock_timestamp() + interval '1 day' from generate_series(1, 60) n");
    ASSERT_TRUE(sign_in("olena@example.com"));
    EXPECT_EQ(db.scalar("select count(*) from sessions"), "50");
}

TEST_F(accounts_pgtest, changes_name_and_language) {
    const auto here = member("olena@example.com");
    const auto changed = run(accounts.change(here.account.id, "Олена К.", std::nullopt, soon()));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->display_name, "Олена К.");
    EXPECT_EQ(changed->lang, language::uk);
    EXPECT_EQ(run(accounts.change(here.account.id, std::nullopt, "en", soon()))->lang, language::en);
}

TEST_F(accounts_pgtest, strengthens_an_old_hash_at_sign_in) {
    member("olena@example.com");
    const auto weak = db.scalar("select password_hash from accounts");
    auto settings = quick();
    settings.argon2_operations = 2;
    common stronger(settings, workers);
    service later(pool, absent, stronger);
    ASSERT_TRUE(run(later.sign_in("olena@example.com", password, home, soon())));
    EXPECT_NE(db.scalar("select password_hash from accounts"), weak);
    EXPECT_TRUE(run(later.sign_in("olena@example.com", password, home, soon())));
}

// As in `quick`, with marks.
options marked() {
    auto o = quick();
    o.network_secret = "0123456789abcdef0123456789abcdef";
    return o;
}

TEST_F(accounts_pgtest, without_a_secret_nothing_is_kept_of_where_somebody_is) {
    const auto here = member("olena@example.com");
    db.execute("update sessions set last_seen_at = clock_timestamp() - interval '6 minutes'");
    ASSERT_TRUE(who(here.token));
    EXPECT_EQ(db.scalar("select count(*) from account_marks"), "0");
}

TEST_F(accounts_pgtest, marks_of_networks_are_kept_and_forgotten) {
    common remembering(marked(), workers);
    service careful(pool, absent, remembering);
    const auto from = [&](std::string_view address, std::string_view browser) {
        EXPECT_TRUE(run(careful.sign_in("olena@example.com", password, visit(address, browser, "uk"), soon())));
    };
    member("olena@example.com");
    from("198.51.100.7", "Firefox");
    from("198.51.100.8", "Firefox");
    EXPECT_EQ(db.scalar("select count(*) from account_marks"), "1");
    from("198.51.100.7", "Chrome");
    EXPECT_EQ(db.scalar("select count(distinct network) || ' ' || count(*) from account_marks"), "1 2");
    from("127.0.0.1", "Firefox");
    EXPECT_EQ(db.scalar("select count(*) from account_marks"), "2");

    db.execute("update account_marks set last_seen_at = clock_timestamp() - interval '91 days'");
    from("203.0.113.7", "Firefox");
    EXPECT_EQ(db.scalar("select count(*) from account_marks"), "1") << "old ones go";
    db.execute(
        "insert into account_marks (account_id, network, device, last_seen_at) select id, substr(sha256(n::text::bytea), 1, 16), "
        "substr(sha256(n::text::bytea), 1, 16), clock_timestamp() - interval '1 hour' from accounts, generate_series(1, 120) n");
    from("203.0.113.7", "Firefox");
    EXPECT_EQ(db.scalar("select count(*) || ' ' || count(*) filter (where last_seen_at > clock_timestamp() - interval '1 minute') "
                        "from account_marks"),
              "100 1");
}

TEST_F(accounts_pgtest, a_session_that_moves_to_another_network_leaves_its_mark_there) {
    common remembering(marked(), workers);
    service careful(pool, absent, remembering);
    member("olena@example.com");
    const auto opened = run(careful.sign_in("olena@example.com", password, visit("198.51.100.7", "Firefox", "uk"), soon()));
    ASSERT_TRUE(opened);
    const auto seen_from = [&](std::string_view address) {
        remembering.cache.forget(opened->session);
        EXPECT_TRUE(run(careful.authenticate(opened->token, visit(address, "Firefox", "uk"), soon())));
        return db.scalar("select count(*) from account_marks");
    };
    EXPECT_EQ(seen_from("203.0.113.7"), "1") << "no write within five minutes";
    db.execute("update sessions set last_seen_at = clock_timestamp() - interval '6 minutes'");
    EXPECT_EQ(seen_from("203.0.113.7"), "2");
    db.execute("update sessions set last_seen_at = clock_timestamp() - interval '6 minutes'");
    EXPECT_EQ(seen_from("10.0.0.1"), "2");
    EXPECT_EQ(db.scalar("select last_seen_at > clock_timestamp() - interval '1 minute' from sessions order by id desc limit 1"), "t");
}

TEST_F(accounts_pgtest, a_short_secret_is_refused) {
    auto weak = quick();
    weak.network_secret = "short";
    EXPECT_THROW(common(weak, workers), std::invalid_argument);
}

TEST_F(accounts_pgtest, tells_of_a_sign_in_from_a_device_it_has_not_seen) {
    const auto letters = [&] { return db.scalar("select coalesce(string_agg(name, ' ' order by id), '') from mail_letters"); };
    const auto from = [&](std::string device) {
        return run(accounts.sign_in("olena@example.com", password, visit("192.0.2.1", "Firefox/130.0 Windows", "uk", device), soon()));
    };
    const auto first = member("olena@example.com");
    EXPECT_EQ(letters(), "confirm_address welcome") << "the device one confirms on is one's own";
    db.execute("delete from mail_letters");

    EXPECT_EQ(from(first.device)->device, first.device);
    EXPECT_EQ(letters(), "");
    const auto second = from({});
    EXPECT_EQ(letters(), "new_device");
    EXPECT_EQ(db.scalar("select concat_ws(' ', class, account_id, contents->>'device') from mail_letters"),
              "transactional 1 Firefox, Windows");
    EXPECT_NE(second->device, first.device);
    from(second->device);
    from(first.device);
    EXPECT_EQ(letters(), "new_device") << "once for each device";

    const auto other = member("taras@example.com");
    db.execute("delete from mail_letters");
    ASSERT_TRUE(run(accounts.sign_in("taras@example.com", password, visit("192.0.2.1", "", "uk", first.device), soon())));
    EXPECT_EQ(letters(), "new_device") << "what one account knows is no business of another";
    EXPECT_EQ(db.scalar("select contents->>'device' from mail_letters"), "невідомий браузер");
    EXPECT_EQ(db.scalar("select count(distinct token_hash) from account_devices"), "4") << "rows do not tell who shares a browser";
    from("not a token of ours");
    EXPECT_EQ(letters(), "new_device new_device");
}

}  // namespace
}  // namespace gavel::accounts
