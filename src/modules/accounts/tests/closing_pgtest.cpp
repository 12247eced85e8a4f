// An account that its owner closes: refused while something is against it; then nothing personal is left, and the address is free.
#include "base/random.hpp"
#include "modules/accounts/errors.hpp"
#include "modules/accounts/service.hpp"
#include "modules/accounts/worker.hpp"
#include "tests/support/pg.hpp"
#include "tests/support/smtp_server.hpp"

#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::accounts {
namespace {

using testing::HasSubstr;

constexpr auto right_password = "correct horse battery";
const visit at_home("192.0.2.1", "Firefox/130.0 Windows", "uk");

options quick_hashes() {
    options o;
    o.argon2_operations = 1;
    o.argon2_memory_kib = 64;
    return o;
}

awaitable<std::pair<std::string, std::string>> noon_in_kyiv(account_id, instant, pg::pool&) {
    co_return std::pair<std::string, std::string>("26.11.2026 12:00", "Europe/Kyiv");
}

class closing_pgtest : public test::pg_test {
protected:
    closing_pgtest() {
        closing_part part;
        part.ask = [this](pg::transaction&, account_id) { return ask(); };
        part.erase = [this](pg::transaction&, const account& of) { return erase(of.email); };
        accounts.on_close(std::move(part));
    }
    awaitable<std::vector<objection>> ask() { co_return against; }
    awaitable<void> erase(std::string email) {
        erased.push_back(std::move(email));
        co_return;
    }
    awaitable<std::string> mint() {
        auto tx = co_await pool.begin(soon());
        auto token = random_token();
        add_confirmation_token(tx, std::stoll(db.scalar("select id from account_confirmations")), sha256(token));
        co_await tx.commit();
        co_return token;
    }
    signed_in member() {
        EXPECT_TRUE(run(accounts.enrol("olena@example.com", right_password, "Olena", language::uk, "192.0.2.1", soon())));
        auto opened = run(accounts.confirm(run(mint()), at_home, soon()));
        EXPECT_TRUE(opened);
        return *opened;
    }
    result<void> close(account_id who, std::string with = right_password) { return run(accounts.close(who, std::move(with), soon())); }

    std::vector<objection> against;
    std::vector<std::string> erased;
    runtime::worker_pool workers{2, 16};
    redis::client absent{io, redis::client_options()};
    common shared{quick_hashes(), workers};
    service accounts{pool, absent, shared};
};

TEST_F(closing_pgtest, is_refused_with_a_wrong_password_and_while_something_is_against_it) {
    const auto olena = member();
    EXPECT_EQ(&close(olena.account.id, "not the password").error().kind(), &wrong_password);
    against.push_back({"bids_stand", {lot_id{7}, lot_id{9}}});
    const auto refused = close(olena.account.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &not_closable);
    EXPECT_EQ(boost::json::serialize(refused.error().fields().at("reasons")), R"([{"code":"bids_stand","lots":["7","9"]}])");
    EXPECT_TRUE(erased.empty());
    EXPECT_TRUE(run(accounts.authenticate(olena.token, at_home, soon())));
}

TEST_F(closing_pgtest, leaves_nothing_personal_and_frees_the_address) {
    const auto olena = member();
    ASSERT_TRUE(close(olena.account.id));
    EXPECT_EQ(erased, std::vector<std::string>{"olena@example.com"});
    EXPECT_EQ(db.scalar("select concat_ws('|', email, display_name, role, closed_at is not null, suspended_at is not null) from accounts"),
              "closed-1@closed.invalid|Колишній учасник|member|t|t");
    for (const auto* table : {"sessions", "account_devices", "account_marks", "account_password_tokens", "account_password_resets"})
        EXPECT_EQ(db.scalar(std::string("select count(*) from ") + table), "0") << table;
    EXPECT_FALSE(run(accounts.authenticate(olena.token, at_home, soon())));
    EXPECT_FALSE(run(accounts.sign_in("olena@example.com", right_password, at_home, soon())));
    EXPECT_FALSE(run(accounts.sign_in("closed-1@closed.invalid", right_password, at_home, soon())));
    EXPECT_TRUE(run(accounts.forget_password("closed-1@closed.invalid", language::en, "192.0.2.1", soon())));
    EXPECT_EQ(db.scalar("select string_agg(name, ' ' order by id) from mail_letters"), "confirm_address welcome account_closed no_account");
    EXPECT_FALSE(close(olena.account.id)) << "once is enough";
    db.execute("delete from mail_letters");
    EXPECT_NE(member().account.id, olena.account.id);
}

TEST_F(closing_pgtest, letters_of_a_beginning_a_stranger_and_an_end_arrive) {
    const auto olena = member();
    ASSERT_TRUE(run(accounts.sign_in("olena@example.com", right_password, visit("192.0.2.1", "curl/8", "uk"), soon())));
    gavel::test::smtp_server server;
    mail::options chosen;
    chosen.smtp.url = server.tls_url;
    chosen.smtp.ca_file = server.ca_file;
    chosen.smtp.user = "gavel";
    chosen.smtp.password = "swordfish";
    chosen.site_url = "https://auction.example";
    const mail::postman carrier(chosen);
    metrics::registry numbers;
    mail::dispatcher post(io, pool, carrier, numbers);
    complete_letters(post, carrier, noon_in_kyiv);
    while (run(post.run_once()).handled) {}
    ASSERT_TRUE(close(olena.account.id));
    while (run(post.run_once()).handled) {}
    std::string all;
    const auto letters = server.letters();
    for (const auto& each : letters) {
        EXPECT_TRUE(each.at("defects").as_array().empty()) << each.at("defects");
        all += std::string(std::string_view(each.at("text").as_string()));
    }
    EXPECT_EQ(letters.size(), 3u) << "the confirmation had become pointless";
    EXPECT_THAT(all, HasSubstr("https://auction.example/how-it-works"));
    EXPECT_THAT(all, HasSubstr("Час: 26.11.2026 12:00 (Europe/Kyiv)."));
    EXPECT_THAT(all, HasSubstr("https://auction.example/my/settings#sessions"));
    EXPECT_THAT(all, HasSubstr("https://auction.example/forgot-password"));
    EXPECT_THAT(all, HasSubstr("До побачення, Olena"));
}

}  // namespace
}  // namespace gavel::accounts
