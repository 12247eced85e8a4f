// Postings and holds, and what the schema refuses whoever asks.
#include "modules/ledger/tests/ledger_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::ledger {
namespace {

using testing::HasSubstr;

class ledger_pgtest : public ledger_fixture {
protected:
    ledger_pgtest() {
        buyer = make_account("buyer");
        seller = make_account("seller");
    }
    account_id buyer, seller;
    const book order = escrow_of("order:1");
};

TEST_F(ledger_pgtest, money_moves_and_nothing_is_lost) {
    bring(buyer, 10'000);
    EXPECT_EQ(stands(outside("fondy")), "-10000/0");
    const auto paid = post(move("order:1:paid", wallet_of(buyer), order, 9'000));
    ASSERT_TRUE(paid);
    EXPECT_TRUE(paid->is_new);
    posting done;
    done.key = "order:1:completed";
    done.reason = "sale";
    done.subject = "order:1";
    done.entries = {{order, -9'000}, {wallet_of(seller), 8'100}, {income_of("commission"), 900}};
    ASSERT_TRUE(post(std::move(done)));
    EXPECT_EQ(stands(wallet_of(buyer)), "1000/0");
    EXPECT_EQ(stands(order), "0/0");
    EXPECT_EQ(stands(wallet_of(seller)), "8100/0");
    EXPECT_EQ(db.scalar("select sum(balance) from ledger_books"), "0");
    EXPECT_EQ(
        db.scalar("select string_agg(seq || ':' || amount || ':' || balance_after, ' ' order by seq) from ledger_entries where book = '" +
                  wallet_of(buyer).name + "'"),
        "1:10000:10000 2:-9000:1000");
}

TEST_F(ledger_pgtest, a_key_happens_once) {
    bring(buyer, 100);
    const auto first = post(move("order:1:paid", wallet_of(buyer), order, 60));
    const auto again = post(move("order:1:paid", wallet_of(buyer), order, 60));
    ASSERT_TRUE(again) << "known before it is asked whether there is enough";
    EXPECT_FALSE(again->is_new);
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(stands(order), "60/0");
}

TEST_F(ledger_pgtest, nobody_spends_what_they_do_not_have) {
    bring(buyer, 100);
    const auto refused = post(move("order:1:paid", wallet_of(buyer), order, 101));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), shortage::not_enough);
    EXPECT_FALSE(post(move("order:1:refund", order, wallet_of(buyer), 1))) << "an escrow neither";
    EXPECT_EQ(db.scalar("select count(*) from ledger_transactions"), "1");
}

TEST_F(ledger_pgtest, a_wrong_posting_is_a_bug_and_leaves_nothing) {
    EXPECT_THROW(post(move("order 1", outside("fondy"), wallet_of(buyer), 1)), std::invalid_argument);
    EXPECT_THROW(post(move("order:1", outside("fondy"), wallet_of(buyer), 0)), std::invalid_argument);
    EXPECT_THROW(post(move("order:1", outside("fondy"), wallet_of(account_id{999}), 1)), pg::error) << "nobody's wallet";
    EXPECT_EQ(db.scalar("select count(*) from ledger_books"), "0");
}

TEST_F(ledger_pgtest, held_money_is_not_spent) {
    bring(buyer, 100);
    const auto held = reserve(buyer, 70);
    ASSERT_TRUE(held);
    EXPECT_EQ(stands(wallet_of(buyer)), "100/70");
    EXPECT_FALSE(reserve(buyer, 31));
    EXPECT_FALSE(post(move("order:1:paid", wallet_of(buyer), order, 31)));
    EXPECT_TRUE(post(move("order:2:paid", wallet_of(buyer), order, 30)));
    EXPECT_TRUE(void_hold(*held));
    EXPECT_FALSE(void_hold(*held)) << "it ends once";
    EXPECT_EQ(stands(wallet_of(buyer)), "70/0");
    EXPECT_FALSE(post_hold(*held, move("deposit:1:forfeited", wallet_of(buyer), income_of("forfeits"), 70)));
}

TEST_F(ledger_pgtest, a_hold_is_taken_in_part_and_the_rest_is_free) {
    bring(buyer, 100);
    const auto held = reserve(buyer, 100);
    EXPECT_TRUE(post_hold(*held, move("deposit:1:forfeited", wallet_of(buyer), income_of("forfeits"), 60)));
    EXPECT_EQ(stands(wallet_of(buyer)), "40/0");
    EXPECT_EQ(db.scalar("select state || ':' || (transaction_id is not null) from ledger_holds"), "posted:true");
    EXPECT_FALSE(void_hold(*held));
    EXPECT_FALSE(post_hold(hold_id{12345}, move("deposit:2:forfeited", wallet_of(buyer), income_of("forfeits"), 1)));
}

TEST_F(ledger_pgtest, a_hold_gives_no_more_than_it_keeps_and_only_its_owners_money) {
    bring(buyer, 100);
    const auto held = reserve(buyer, 50);
    EXPECT_THROW(post_hold(*held, move("deposit:1:x", wallet_of(buyer), income_of("forfeits"), 51)), std::invalid_argument);
    EXPECT_THROW(post_hold(*held, move("deposit:1:x", outside("fondy"), income_of("forfeits"), 50)), std::invalid_argument);
    EXPECT_EQ(stands(wallet_of(buyer)), "100/50");
}

TEST_F(ledger_pgtest, the_schema_refuses_every_change_of_the_past) {
    bring(buyer, 100);
    ASSERT_TRUE(reserve(buyer, 10));
    for (const std::string table : {"ledger_entries", "ledger_transactions", "ledger_payouts"}) {
        const auto column = table == "ledger_payouts" ? "note = 'x'" : table == "ledger_entries" ? "amount = 5" : "subject = 'order:9'";
        EXPECT_THAT(refusal("update " + table + " set " + column), HasSubstr("append-only"));
        EXPECT_THAT(refusal("delete from " + table), HasSubstr("append-only"));
        EXPECT_THAT(refusal("truncate " + table + " cascade"), HasSubstr("append-only"));
    }
    EXPECT_THAT(refusal("delete from ledger_books"), HasSubstr("append-only"));
    EXPECT_THAT(refusal("delete from ledger_holds"), HasSubstr("append-only"));
    EXPECT_THAT(refusal("update ledger_books set balance = balance + 1"), HasSubstr("entries and holds only"));
    EXPECT_THAT(refusal("update ledger_books set reserved = 0"), HasSubstr("entries and holds only"));
    EXPECT_THAT(refusal("insert into ledger_books (name, currency, balance) values ('outside:mint', 'UAH', 5)"), HasSubstr("empty"));
    EXPECT_THAT(refusal("update ledger_holds set amount = 1"), HasSubstr("only ends"));
    EXPECT_THAT(refusal("update ledger_holds set expires_at = expires_at + interval '1 day'"), HasSubstr("only ends"));
    EXPECT_THAT(refusal("update ledger_holds set state = 'expired', ended_at = clock_timestamp()"), HasSubstr("expired_in_time"));
    EXPECT_EQ(stands(wallet_of(buyer)), "100/10");
}

// The migrator takes update and delete on tables with such a comment from a separate role of the server.
TEST_F(ledger_pgtest, a_separate_role_of_the_server_has_no_right_to_change_the_past) {
    EXPECT_EQ(db.scalar("select string_agg(relname, ' ' order by relname) from pg_class where relname like 'ledger%' and relkind = 'r'"
                        " and obj_description(oid, 'pg_class') like 'Append-only%'"),
              "ledger_entries ledger_payouts ledger_transactions");
}

TEST_F(ledger_pgtest, the_schema_refuses_what_does_not_balance) {
    bring(buyer, 100);
    const auto wallet = wallet_of(buyer).name;
    const std::string begin =
        "begin; insert into ledger_transactions (key, reason, subject, currency, lines) values ('x', 'payment', 'order:1', 'UAH', 2); ";
    const auto line = [&](std::string_view book, int amount, std::string_view key = "x") {
        return fmt::format(
            "insert into ledger_entries (book, currency, seq, transaction_id, amount, balance_after) select '{}', 'UAH', 1, id, {}, 0"
            " from ledger_transactions where key = '{}'; ",
            book, amount, key);
    };
    EXPECT_THAT(refusal(begin + "commit"), HasSubstr("not balanced")) << "no entries";
    EXPECT_THAT(refusal(begin + line(wallet, 5) + "commit"), HasSubstr("not balanced"));
    EXPECT_THAT(refusal(begin + line(wallet, 5) + line("outside:fondy", -4) + "commit"), HasSubstr("not balanced"));
    EXPECT_THAT(refusal(begin + line(wallet, 5) + line("outside:fondy", -6) + line(wallet, 1) + "commit"), HasSubstr("not balanced"));
    EXPECT_THAT(refusal("begin; " + line(wallet, 5, "payment:1:captured") + line("outside:fondy", -5, "payment:1:captured") + "commit"),
                HasSubstr("not balanced"))
        << "a transaction is closed once it was committed";
    EXPECT_THAT(refusal(begin + line(wallet, -101) + line("outside:fondy", 101) + "commit"), HasSubstr("ledger_books_covered"));
    EXPECT_THAT(refusal(begin + "insert into ledger_books (name, currency) values ('outside:fondy', 'USD');"
                                "insert into ledger_entries (book, currency, seq, transaction_id, amount, balance_after)"
                                " select 'outside:fondy', 'USD', 1, id, 5, 0 from ledger_transactions where key = 'x'; commit"),
                HasSubstr("ledger_entries_transaction"))
        << "one currency";
    EXPECT_THAT(refusal("insert into ledger_transactions (key, reason, subject, currency, lines) values ('payment:1:captured', 'payment', "
                        "'order:1', 'UAH', 2)"),
                HasSubstr("ledger_transactions_once"));
    EXPECT_EQ(stands(wallet_of(buyer)), "100/0");
    db.execute(begin + line(wallet, 5) + line("outside:fondy", -5) + "commit");
    EXPECT_EQ(stands(wallet_of(buyer)), "105/0");
}

}  // namespace
}  // namespace gavel::ledger
