// A random walk of payments, purchases, refunds, holds and payouts beside a naive model: after every step both have the same money, and
// none has come or gone but through the outside. GAVEL_TEST_SEED repeats one.
#include "modules/ledger/check.hpp"
#include "modules/ledger/tests/ledger_fixture.hpp"
#include "modules/ledger/worker.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <numeric>
#include <random>

namespace gavel::ledger {
namespace {

struct modelled_hold {
    std::string wallet;
    std::int64_t amount = 0;
    bool active = true, overdue = false;
};

// What the books should be, without any SQL.
struct naive_books {
    std::map<std::string, std::int64_t> balance, reserved;
    std::map<std::string, bool> keys;
    std::map<std::int64_t, modelled_hold> holds;

    std::int64_t available(const std::string& of) { return balance[of] - reserved[of]; }
    bool can(const std::string& from, std::int64_t amount) {
        return from.starts_with("outside") || from.starts_with("income") || available(from) >= amount;
    }
    void move(const std::string& from, const std::string& to, std::int64_t amount) {
        balance[from] -= amount;
        balance[to] += amount;
    }
    void end(modelled_hold& h) {
        h.active = false;
        reserved[h.wallet] -= h.amount;
    }
};

class ledger_walk_pgtest : public ledger_fixture {
protected:
    ledger_walk_pgtest() {
        const auto* given = std::getenv("GAVEL_TEST_SEED");
        const auto seed = given ? std::stoull(given) : std::random_device()();
        std::cout << "GAVEL_TEST_SEED=" << seed << "\n";
        chance.seed(seed);
        for (int i = 0; i < 4; ++i) people.push_back(make_account("person" + std::to_string(i)));
    }
    std::int64_t pick(std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most - 1)(chance); }
    book wallet() { return wallet_of(people[static_cast<std::size_t>(pick(std::ssize(people)))]); }
    book escrow() { return escrow_of("order:" + std::to_string(pick(3) + 1)); }

    // Sometimes a key that was used before.
    std::string key() {
        if (!naive.keys.empty() && pick(8) == 0) return std::next(naive.keys.begin(), pick(std::ssize(naive.keys)))->first;
        return "step:" + std::to_string(++steps);
    }

    void move_some() {
        const book places[] = {outside("fondy"), wallet(), wallet(), escrow(), escrow(), income_of("commission")};
        const auto from = places[pick(6)], to = places[pick(6)];
        if (from == to) return;
        const auto amount = pick(1'000) + 1;
        const auto named = key();
        const bool known = naive.keys.contains(named), enough = naive.can(from.name, amount);
        const auto made = post(move(named, from, to, amount));
        ASSERT_EQ(made.has_value(), known || enough);
        if (!made) return;
        EXPECT_EQ(made->is_new, !known);
        if (!known) naive.move(from.name, to.name, amount);
        naive.keys[named] = true;
    }
    void hold_some() {
        const auto owner = people[static_cast<std::size_t>(pick(std::ssize(people)))];
        const auto name = wallet_of(owner).name;
        const auto amount = pick(800) + 1;
        const bool overdue = pick(3) == 0;
        const auto held = reserve(owner, amount, overdue ? -1 : 3600);
        ASSERT_EQ(held.has_value(), naive.available(name) >= amount);
        if (!held) return;
        naive.reserved[name] += amount;
        naive.holds[held->value] = {name, amount, true, overdue};
    }
    void end_some() {
        if (naive.holds.empty()) return;
        auto& [number, held] = *std::next(naive.holds.begin(), pick(std::ssize(naive.holds)));
        if (pick(2) == 0) {
            EXPECT_EQ(void_hold(hold_id{number}), held.active);
            if (held.active) naive.end(held);
            return;
        }
        const auto amount = pick(held.amount) + 1;
        const auto named = "step:" + std::to_string(++steps);
        const bool was = held.active;
        EXPECT_EQ(post_hold(hold_id{number}, move(named, {held.wallet}, income_of("forfeits"), amount, "forfeit")), was);
        if (!was) return;
        naive.end(held);
        naive.move(held.wallet, income_of("forfeits").name, amount);
        naive.keys[named] = true;
    }
    void sweep() {
        worker w(pool);
        std::int64_t due = 0;
        for (auto& [number, held] : naive.holds)
            if (held.active && held.overdue) {
                naive.end(held);
                ++due;
            }
        EXPECT_EQ(run(w.run_once()), due);
    }
    void compare() {
        const std::string zero = "0";
        std::string expected;
        for (const auto& [name, balance] : naive.balance)
            if (balance != 0 || naive.reserved[name] != 0) expected += fmt::format("{}={}/{} ", name, balance, naive.reserved[name]);
        EXPECT_EQ(
            db.scalar("select coalesce(string_agg(name || '=' || balance || '/' || reserved || ' ', '' order by name collate \"C\"), '')"
                      " from ledger_books where balance <> 0 or reserved <> 0"),
            expected);
        EXPECT_EQ(db.scalar("select coalesce(sum(balance), 0) from ledger_books"), zero);
        EXPECT_EQ(db.scalar("select coalesce(sum(amount), 0) from ledger_entries"), zero);
    }

    std::mt19937_64 chance;
    std::vector<account_id> people;
    naive_books naive;
    int steps = 0;
};

TEST_F(ledger_walk_pgtest, money_is_where_the_naive_model_has_it) {
    for (int i = 0; i < 400 && !HasFailure(); ++i) {
        const auto what = pick(10);
        if (what < 6) move_some();
        else if (what < 8) hold_some();
        else if (what < 9) end_some();
        else sweep();
        compare();
    }
    const auto report = run(check(pool, soon()));
    for (const auto& each : report.findings) ADD_FAILURE() << each.rule << ": " << each.what;
    EXPECT_EQ(report.transactions, std::ssize(naive.keys));
}

}  // namespace
}  // namespace gavel::ledger
