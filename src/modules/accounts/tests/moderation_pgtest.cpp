// Roles and suspensions, and what a session knows of them.
#include "base/random.hpp"
#include "modules/accounts/moderation.hpp"
#include "modules/accounts/repository.hpp"
#include "modules/accounts/service.hpp"
#include "tests/support/pg.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::accounts {
namespace {

class moderation_pgtest : public test::pg_test {
protected:
    moderation_pgtest() {
        const auto id = db.scalar(
            "insert into accounts (email, password_hash, display_name, language) values ('olena@example.org', 'x', 'Olena', 'uk') "
            "returning "
            "id");
        olena = account_id::parse(id).value();
    }

    awaitable<std::string> begin_session() {
        auto tx = co_await pool.begin(soon());
        auto token = random_token();
        co_await insert_session(tx, olena, sha256(token), "Firefox, Windows", 30);
        co_await tx.commit();
        co_return token;
    }
    awaitable<std::optional<account>> found() {
        auto tx = co_await pool.begin(soon());
        co_return co_await find_by_email(tx, "olena@example.org");
    }
    awaitable<void> make(gavel::role chosen) {
        auto tx = co_await pool.begin(soon());
        set_role(tx, olena, chosen);
        co_await tx.commit();
    }
    awaitable<bool> suspended() {
        auto tx = co_await pool.begin(soon());
        co_return co_await is_suspended(tx, olena);
    }
    awaitable<bool> suspend_her(std::string reason) {
        auto tx = co_await pool.begin(soon());
        const bool changed = co_await suspend(tx, olena, std::move(reason));
        co_await tx.commit();
        co_return changed;
    }
    awaitable<bool> restore_her() {
        auto tx = co_await pool.begin(soon());
        const bool changed = co_await restore(tx, olena);
        co_await tx.commit();
        co_return changed;
    }

    // A service of its own each time: what it knows is not from an earlier look.
    std::optional<http::principal> who(std::string token) {
        common shared(quick(), workers);
        service accounts(pool, absent, shared);
        return run(accounts.authenticate(std::move(token), visit("192.0.2.1", "", ""), soon()));
    }
    static accounts::options quick() {
        accounts::options o;
        o.argon2_operations = 1;
        o.argon2_memory_kib = 64;
        return o;
    }

    account_id olena;
    runtime::worker_pool workers{1, 16};
    redis::client absent{io, redis::client_options()};
};

TEST_F(moderation_pgtest, a_session_carries_the_role) {
    const auto token = run(begin_session());
    EXPECT_EQ(who(token)->role, role::member);
    EXPECT_FALSE(who(token)->moderates());
    run(make(role::moderator));
    EXPECT_EQ(who(token)->role, role::moderator);
    EXPECT_TRUE(who(token)->moderates());
    run(make(role::host));
    EXPECT_EQ(who(token)->role, role::host);
    EXPECT_EQ(db.scalar("select role from accounts"), "operator");
    EXPECT_EQ(run(found())->role, role::host);
}

TEST_F(moderation_pgtest, a_suspension_ends_no_session_but_takes_the_role) {
    const auto token = run(begin_session());
    run(make(role::moderator));
    EXPECT_FALSE(run(suspended()));
    EXPECT_TRUE(run(suspend_her("Bids without paying")));
    EXPECT_TRUE(run(suspended()));
    ASSERT_TRUE(who(token));
    EXPECT_FALSE(who(token)->moderates());
    EXPECT_EQ(run(found())->suspension->reason, "Bids without paying");

    EXPECT_FALSE(run(suspend_her("Another reason"))) << "the first one stays";
    EXPECT_EQ(run(found())->suspension->reason, "Bids without paying");

    EXPECT_TRUE(run(restore_her()));
    EXPECT_FALSE(run(restore_her()));
    EXPECT_FALSE(run(suspended()));
    EXPECT_TRUE(who(token)->moderates());
    EXPECT_FALSE(run(found())->suspension);
}

}  // namespace
}  // namespace gavel::accounts
