// A database with people, and money that comes and goes between them.
#pragma once
#include "modules/ledger/ledger.hpp"
#include "modules/ledger/rules.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::ledger {

class ledger_fixture : public gavel::test::pg_test {
protected:
    account_id make_account(std::string_view name) {
        return *account_id::parse(
            db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language)"
                                  " values ('{0}@example.org', 'x', '{0}', 'uk') returning id",
                                  name)));
    }

    static posting move(std::string key, const book& from, const book& to, std::int64_t amount, std::string reason = "payment") {
        posting p;
        p.key = std::move(key);
        p.reason = std::move(reason);
        p.subject = "order:1";
        p.entries = {{from, -amount}, {to, amount}};
        return p;
    }

    awaitable<std::expected<receipt, shortage>> post_alone(posting p) {
        auto tx = co_await pool.begin(soon());
        auto made = co_await ledger::post(tx, std::move(p));
        co_await tx.commit();
        co_return made;
    }
    std::expected<receipt, shortage> post(posting p) { return run(post_alone(std::move(p))); }

    // As if by card.
    void bring(account_id owner, std::int64_t amount) {
        ASSERT_TRUE(post(move(fmt::format("payment:{}:captured", ++payments_), outside("fondy"), wallet_of(owner), amount)));
    }

    awaitable<std::expected<hold_id, shortage>> reserve_alone(account_id owner, std::int64_t amount, int seconds) {
        auto tx = co_await pool.begin(soon());
        const money kept{amount, {}};
        std::string subject = "deposit:1";
        const auto until = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + std::chrono::seconds(seconds);
        auto made = co_await ledger::reserve(tx, owner, kept, std::move(subject), until);
        co_await tx.commit();
        co_return made;
    }
    std::expected<hold_id, shortage> reserve(account_id owner, std::int64_t amount, int seconds = 3600) {
        return run(reserve_alone(owner, amount, seconds));
    }
    awaitable<bool> void_alone(hold_id id) {
        auto tx = co_await pool.begin(soon());
        const bool done = co_await ledger::void_hold(tx, id);
        co_await tx.commit();
        co_return done;
    }
    bool void_hold(hold_id id) { return run(void_alone(id)); }
    awaitable<bool> post_hold_alone(hold_id id, posting p) {
        auto tx = co_await pool.begin(soon());
        const bool done = co_await ledger::post_hold(tx, id, std::move(p));
        co_await tx.commit();
        co_return done;
    }
    bool post_hold(hold_id id, posting p) { return run(post_hold_alone(id, std::move(p))); }

    // "balance/reserved", "" before the first entry.
    std::string stands(const book& of) {
        return db.scalar(fmt::format("select balance || '/' || reserved from ledger_books where name = '{}'", of.name));
    }

    // What PostgreSQL says to a statement that must not succeed.
    std::string refusal(const std::string& sql) {
        try {
            db.execute(sql);
        } catch (const std::exception& e) {
            db.execute("rollback");
            return e.what();
        }
        return "accepted";
    }

private:
    int payments_ = 0;
};

}  // namespace gavel::ledger
