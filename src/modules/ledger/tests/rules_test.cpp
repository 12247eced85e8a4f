#include "modules/ledger/rules.hpp"

#include <gtest/gtest.h>

namespace gavel::ledger {
namespace {

posting sound() { return {"payment:12:captured", "payment", "order:42", {}, {{outside("fondy"), -500}, {wallet_of(account_id{7}), 500}}}; }

TEST(ledger_rules, a_sound_posting_has_no_fault) { EXPECT_EQ(fault_of(sound()).value_or(""), ""); }

TEST(ledger_rules, what_is_no_posting) {
    struct fault {
        const char* what;
        void (*spoil)(posting&);
    };
    const fault faults[] = {
        {"no key", [](posting& p) { p.key = ""; }},
        {"a key with a space", [](posting& p) { p.key = "payment 12"; }},
        {"a key that begins with a digit", [](posting& p) { p.key = "12"; }},
        {"a long key", [](posting& p) { p.key = std::string(201, 'a'); }},
        {"no reason", [](posting& p) { p.reason = ""; }},
        {"a sentence for a reason", [](posting& p) { p.reason = "because of"; }},
        {"a subject without a number", [](posting& p) { p.subject = "order"; }},
        {"a subject that ends early", [](posting& p) { p.subject = "order:"; }},
        {"an empty part", [](posting& p) { p.subject = "order::1"; }},
        {"one entry", [](posting& p) { p.entries.pop_back(); }},
        {"nothing added", [](posting& p) { p.entries[0].amount = p.entries[1].amount = 0; }},
        {"not balanced", [](posting& p) { p.entries[1].amount = 499; }},
        {"more than a book takes", [](posting& p) { p.entries[0].amount = -(p.entries[1].amount = entry_max + 1); }},
        {"an unknown kind of book", [](posting& p) { p.entries[0].on.name = "pocket:7"; }},
        {"nobody's wallet", [](posting& p) { p.entries[0].on.name = "wallet:seven"; }},
        {"a book with a capital letter", [](posting& p) { p.entries[0].on.name = "escrow:Order:1"; }},
        {"twenty-one entries",
         [](posting& p) {
             while (p.entries.size() < 19) p.entries.insert(p.entries.end(), {{outside("x"), 1}, {outside("x"), -1}});
             p.entries.insert(p.entries.end(), {{outside("x"), 1}, {outside("x"), -1}, {outside("x"), 1}, {outside("x"), -1}});
         }},
    };
    for (const auto& each : faults) {
        auto p = sound();
        each.spoil(p);
        EXPECT_TRUE(fault_of(p)) << each.what;
    }
}

TEST(ledger_rules, floors) {
    const auto wallet = wallet_of(account_id{7}).name, escrow = escrow_of("order:1").name;
    struct row {
        const char* what;
        std::string book;
        std::int64_t balance, reserved, added;
        bool fine;
    };
    const row table[] = {
        {"all of it", wallet, 100, 0, -100, true},
        {"a kopiyka more", wallet, 100, 0, -101, false},
        {"what is free", wallet, 100, 40, -60, true},
        {"what is reserved", wallet, 100, 40, -61, false},
        {"added to what is short", wallet, 0, 0, 1, true},
        {"an escrow", escrow, 100, 0, -101, false},
        {"the outside", outside("fondy").name, 0, 0, -1, true},
        {"what was earned", income_of("commission").name, 0, 0, -1, true},
    };
    for (const auto& each : table)
        EXPECT_EQ(covered({{each.book, each.added}}, {{each.book, {each.balance, each.reserved}}}), each.fine) << each.what;
}

TEST(ledger_rules, entries_of_one_book_count_together_and_what_is_added_comes_first) {
    const std::vector<entry> given{{wallet_of(account_id{7}), -30}, {escrow_of("order:1"), -70}, {wallet_of(account_id{7}), 100}};
    EXPECT_EQ(net_of(given).at("wallet:7"), 70);
    const auto sorted = in_order(given);
    EXPECT_EQ(sorted[0].amount, 100);
    EXPECT_EQ(sorted[1].amount, -30);
    EXPECT_EQ(sorted[2].amount, -70);
}

}  // namespace
}  // namespace gavel::ledger
