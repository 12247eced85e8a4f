// What people and operators read and record, through the routes; the check; closing an account.
#include "modules/ledger/check.hpp"
#include "modules/ledger/farewell.hpp"
#include "modules/ledger/http.hpp"
#include "modules/ledger/tests/ledger_fixture.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::ledger {
namespace {

using http::method;
using testing::HasSubstr;

constexpr auto key_one = "11111111-1111-4111-8111-111111111111", key_two = "22222222-2222-4222-8222-222222222222";

class ledger_statement_pgtest : public ledger_fixture {
protected:
    ledger_statement_pgtest() {
        add_routes(routes, books);
        owner = make_account("owner");
        host = make_account("host");
    }
    struct asking {
        std::optional<account_id> who;
        role as = role::member;
        std::string body, key;
    };
    http::reply call(method m, const std::string& path, const asking& by, std::vector<std::pair<std::string, std::string>> queries = {}) {
        http::request r;
        r.method = m;
        r.path = "/api/v1" + path;
        r.queries = std::move(queries);
        r.body = by.body;
        r.until = soon();
        r.headers.add("content-type", "application/json");
        if (!by.key.empty()) r.headers.add("idempotency-key", by.key);
        if (by.who) r.who = http::principal{*by.who, session_id{1}, by.as};
        const auto found = routes.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            if (found.found->options.who == http::access::host) r.require_host();
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    boost::json::object get(const std::string& path, std::vector<std::pair<std::string, std::string>> queries = {}, bool as_host = false) {
        const asking by{as_host ? host : owner, as_host ? role::host : role::member, {}, {}};
        const auto answer = call(method::get, path, by, std::move(queries));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return boost::json::parse(answer.body).as_object();
    }
    http::reply pay_out(std::int64_t amount, const std::string& reference = "P-1", const std::string& key = key_one) {
        return call(method::post, "/moderation/payouts",
                    {host, role::host,
                     fmt::format(R"({{"account":"{}","amount":{{"amount":{},"currency":"UAH"}},"reference":"{}","note":"Sold"}})",
                                 owner.text(), amount, reference),
                     key});
    }
    static std::string code(const http::reply& r) { return boost::json::value_to<std::string>(boost::json::parse(r.body).at("code")); }
    std::string amounts(const boost::json::object& page) {
        std::string all;
        for (const auto& each : page.at("items").as_array())
            all += std::to_string(each.at("amount").at("amount").as_int64()) + ">" +
                   std::to_string(each.at("balance_after").at("amount").as_int64()) + " ";
        return all;
    }
    std::vector<std::string> rules() {
        std::vector<std::string> all;
        for (const auto& each : run(check(pool, soon())).findings) all.push_back(each.rule);
        return all;
    }

    account_id owner, host;
    service books{pool};
    http::router routes;
};

TEST_F(ledger_statement_pgtest, an_empty_one) {
    const auto page = get("/me/ledger");
    EXPECT_EQ(boost::json::serialize(page), R"({"balances":[],"holds":[],"items":[],"next_cursor":null})");
    EXPECT_EQ(call(method::get, "/me/ledger", {}).status, 401);
}

TEST_F(ledger_statement_pgtest, newest_first_page_by_page_and_only_ones_own) {
    const auto other = make_account("other");
    bring(other, 777);
    for (int i = 1; i <= 5; ++i) bring(owner, 100 * i);
    ASSERT_TRUE(post(move("order:1:paid", wallet_of(owner), escrow_of("order:1"), 250, "purchase")));
    ASSERT_TRUE(reserve(owner, 1'000));
    auto page = get("/me/ledger", {{"limit", "4"}});
    EXPECT_EQ(amounts(page), "-250>1250 500>1500 400>1000 300>600 ");
    const auto balance = page.at("balances").at(0).as_object();
    EXPECT_EQ(balance.at("balance").at("amount"), 1'250);
    EXPECT_EQ(balance.at("held").at("amount"), 1'000);
    EXPECT_EQ(balance.at("available").at("amount"), 250);
    EXPECT_EQ(page.at("holds").at(0).at("subject"), "deposit:1");
    EXPECT_EQ(page.at("items").at(0).at("reason"), "purchase");
    EXPECT_EQ(page.at("items").at(0).at("subject"), "order:1");
    const auto cursor = boost::json::value_to<std::string>(page.at("next_cursor"));
    bring(owner, 9);  // what comes meanwhile does not move the next page
    page = get("/me/ledger", {{"limit", "4"}, {"cursor", cursor}});
    EXPECT_EQ(amounts(page), "200>300 100>100 ");
    EXPECT_TRUE(page.at("next_cursor").is_null());
    for (const auto* bad : {"x", "1", "1-", "-1", "1-0", "0-1", "1-2-3"})
        EXPECT_EQ(call(method::get, "/me/ledger", {owner, role::member, {}, {}}, {{"cursor", bad}}).status, 422) << bad;
}

TEST_F(ledger_statement_pgtest, as_a_file_of_a_period) {
    bring(owner, 100);
    const auto middle = db.scalar("select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    bring(owner, 250);
    const asking by{owner, role::member, {}, {}};
    const auto all = call(method::get, "/me/ledger.csv", by);
    EXPECT_EQ(all.status, 200);
    EXPECT_THAT(all.content_type, HasSubstr("text/csv"));
    EXPECT_THAT(all.body, HasSubstr(",payment,order:1,1.00,1.00,UAH\r\n"));
    EXPECT_THAT(all.body, HasSubstr(",payment,order:1,2.50,3.50,UAH\r\n"));
    const auto later = call(method::get, "/me/ledger.csv", by, {{"from", middle}});
    EXPECT_THAT(later.body, testing::Not(HasSubstr("1.00,1.00")));
    EXPECT_THAT(later.body, HasSubstr("2.50,3.50"));
    const auto before = call(method::get, "/me/ledger.csv", by, {{"to", middle}});
    EXPECT_THAT(before.body, HasSubstr("1.00,1.00"));
    EXPECT_THAT(before.body, testing::Not(HasSubstr("2.50")));
    EXPECT_EQ(call(method::get, "/me/ledger.csv", by, {{"from", "yesterday"}}).status, 422);
}

TEST_F(ledger_statement_pgtest, a_file_has_an_end) {
    // Past the triggers, which would move the wallet line by line.
    const auto add = [this](std::int64_t from, std::int64_t to) {
        db.execute(
            fmt::format("set session_replication_role = replica;"
                        " insert into ledger_entries (book, currency, seq, transaction_id, amount, balance_after)"
                        " select '{}', 'UAH', n, 1, 1, n from generate_series({}, {}) n; set session_replication_role = origin",
                        wallet_of(owner).name, from, to));
    };
    bring(owner, 1);
    add(2, csv_lines_max);
    const asking by{owner, role::member, {}, {}};
    EXPECT_EQ(call(method::get, "/me/ledger.csv", by).status, 200);
    add(csv_lines_max + 1, csv_lines_max + 1);
    const auto refused = call(method::get, "/me/ledger.csv", by);
    EXPECT_EQ(code(refused), "statement-too-long");
    EXPECT_EQ(boost::json::parse(refused.body).at("max"), csv_lines_max);
}

TEST_F(ledger_statement_pgtest, a_payout_leaves_the_wallet_once) {
    bring(owner, 1'000);
    const auto made = pay_out(600);
    EXPECT_EQ(made.status, 201) << made.body;
    const auto view = boost::json::parse(made.body);
    EXPECT_EQ(view.at("account").at("display_name"), "owner");
    EXPECT_EQ(view.at("by").at("id").as_string(), host.text());
    EXPECT_EQ(view.at("note"), "Sold");
    EXPECT_EQ(pay_out(600).body, made.body) << "the same request again";
    EXPECT_EQ(stands(wallet_of(owner)), "400/0");
    EXPECT_EQ(stands(outside("payout")), "600/0");
    EXPECT_EQ(code(pay_out(500)), "payout-key-reused");
    EXPECT_EQ(code(pay_out(100, "P-1", key_two)), "payout-known");
    const auto refused = pay_out(401, "P-2", key_two);
    EXPECT_EQ(code(refused), "payout-not-covered");
    EXPECT_EQ(boost::json::parse(refused.body).at("available").at("amount"), 400);
    EXPECT_EQ(db.scalar("select count(*) from ledger_payouts"), "1") << "a refused one leaves nothing";
    EXPECT_EQ(pay_out(400, "P-2", key_two).status, 201);
    const auto listed = get("/moderation/payouts", {{"account", owner.text()}, {"limit", "1"}}, true);
    EXPECT_EQ(listed.at("items").at(0).at("reference"), "P-2");
    EXPECT_EQ(amounts(get("/me/ledger")), "-400>0 -600>400 1000>1000 ");
    EXPECT_EQ(get("/me/ledger").at("items").at(0).at("reason"), "payout");
    EXPECT_THAT(rules(), testing::IsEmpty());
}

TEST_F(ledger_statement_pgtest, payouts_are_for_operators) {
    bring(owner, 1'000);
    for (const auto as : {role::member, role::moderator}) {
        EXPECT_EQ(call(method::post, "/moderation/payouts", {host, as, "{}", key_one}).status, 403);
        EXPECT_EQ(call(method::get, "/moderation/payouts", {host, as, {}, {}}).status, 403);
        EXPECT_EQ(call(method::get, "/moderation/wallets", {host, as, {}, {}}).status, 403);
    }
    EXPECT_EQ(call(method::post, "/moderation/payouts", {host, role::host, "{}", {}}).status, 422) << "without a key";
    EXPECT_EQ(call(method::post, "/moderation/payouts",
                   {host, role::host, R"({"account":"999","amount":{"amount":1,"currency":"UAH"},"reference":"x"})", key_one})
                  .status,
              404);
    const auto wallets = get("/moderation/wallets", {}, true);
    EXPECT_EQ(wallets.at("items").at(0).at("available").at("amount"), 1'000);
    EXPECT_EQ(get("/moderation/wallets", {{"account", host.text()}}, true).at("items").as_array().size(), 0u);
}

TEST_F(ledger_statement_pgtest, an_account_with_money_is_not_closed) {
    const auto codes = [this] {
        const auto ask = [this]() -> awaitable<std::string> {
            auto tx = co_await pool.begin(soon());
            const auto found = co_await objections_to_closing(tx, owner);
            std::string all;
            for (const auto& each : found) all += each.code + " ";
            co_return all;
        };
        return run(ask());
    };
    EXPECT_EQ(codes(), "");
    bring(owner, 100);
    EXPECT_EQ(codes(), "wallet_not_empty ");
    const auto held = reserve(owner, 100);
    EXPECT_EQ(codes(), "money_held ");
    EXPECT_TRUE(void_hold(*held));
    ASSERT_TRUE(post(move("payout:99", wallet_of(owner), outside("payout"), 100)));
    EXPECT_EQ(codes(), "");
}

// The schema keeps all of it; here its triggers are off, as they would be for somebody who owns the tables and means harm.
TEST_F(ledger_statement_pgtest, the_check_names_what_does_not_agree) {
    bring(owner, 1'000);
    ASSERT_TRUE(reserve(owner, 300));
    EXPECT_THAT(rules(), testing::IsEmpty());
    const auto harmed = [this](const std::string& sql) {
        db.execute("set session_replication_role = replica; " + sql + "; set session_replication_role = origin");
        return rules();
    };
    using testing::UnorderedElementsAre;
    EXPECT_THAT(harmed("update ledger_books set balance = balance + 5 where kind = 'wallet'"),
                UnorderedElementsAre("currency_unbalanced", "balance_wrong"));
    EXPECT_THAT(harmed("update ledger_books set balance = balance - 5 where kind = 'wallet'"), UnorderedElementsAre());
    EXPECT_THAT(harmed("update ledger_books set reserved = 0 where kind = 'wallet'"), UnorderedElementsAre("reserved_wrong"));
    EXPECT_THAT(harmed("update ledger_books set reserved = 300 where kind = 'wallet'"), UnorderedElementsAre());
    EXPECT_THAT(harmed("update ledger_entries set amount = 2000 where book like 'wallet:%'"),
                UnorderedElementsAre("balance_wrong", "chain_broken", "transaction_unbalanced"));
    EXPECT_THAT(harmed("update ledger_entries set amount = 1000 where book like 'wallet:%'"), UnorderedElementsAre());
    EXPECT_THAT(harmed("update ledger_holds set expires_at = clock_timestamp() - interval '2 hours'"),
                UnorderedElementsAre("hold_overdue"));
    EXPECT_THAT(harmed("delete from ledger_entries where book like 'wallet:%'"),
                UnorderedElementsAre("hold_overdue", "balance_wrong", "transaction_unbalanced"));
}

}  // namespace
}  // namespace gavel::ledger
