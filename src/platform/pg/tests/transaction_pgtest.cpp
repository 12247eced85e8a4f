// Transactions: what is kept, what is not, and how failures inside a pipeline surface.
#include "tests/support/pg.hpp"

#include <gmock/gmock.h>

namespace gavel::pg {
namespace {

class transaction_pgtest : public test::pg_test {
protected:
    transaction_pgtest() : pg_test(test::database::content::empty) {
        db.execute(
            "create table coins (id bigint primary key, owner text constraint coins_owner_short check (length(owner) < 10), "
            "twin bigint constraint coins_twin_exists references coins deferrable initially deferred)");
    }
    std::string count() { return db.scalar("select count(*) from coins"); }

    pg::pool single{io, options(1)};
};

const statement insert_sql{"test.insert_coin", "insert into coins (id, owner) values ($1, $2)"};
const statement twin_sql{"test.insert_twin", "insert into coins (id, owner, twin) values ($1, 'x', $2)"};
const statement count_sql{"test.count_coins", "select count(*) as n from coins"};
const statement names_sql{"test.names", "select owner from coins order by id"};
const statement broken_sql{"test.broken", "select nonsense from nowhere"};

TEST_F(transaction_pgtest, committed_is_kept) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        EXPECT_EQ(co_await tx.exec(insert_sql, 1, "ann"), 1);
        EXPECT_EQ(db.scalar("select count(*) from coins"), "0");
        co_await tx.commit();
    };
    run(work());
    EXPECT_EQ(count(), "1");
}

TEST_F(transaction_pgtest, dropped_is_rolled_back_before_the_connection_is_used_again) {
    const auto work = [&]() -> awaitable<std::int64_t> {
        {
            auto tx = co_await single.begin(soon());
            co_await tx.exec(insert_sql, 1, "ann");
        }
        const auto after = co_await single.one(soon(), count_sql);
        co_return after->get<std::int64_t>("n");
    };
    EXPECT_EQ(run(work()), 0);
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, posted_statements_travel_with_the_commit) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        for (int i = 1; i <= 500; ++i) tx.post(insert_sql, i, "ann");
        co_await tx.commit();
    };
    run(work());
    EXPECT_EQ(count(), "500");
}

TEST_F(transaction_pgtest, a_pipeline_larger_than_the_socket_does_not_block) {
    db.execute("create table notes (text text)");
    static const statement note_sql{"test.note", "insert into notes values ($1) returning text"};
    const std::string big(200'000, 'x');
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        for (int i = 0; i < 100; ++i) tx.post(note_sql, big);  // 20 MB there, 20 MB back
        co_await tx.commit();
    };
    run(work());
    EXPECT_EQ(db.scalar("select count(*) from notes"), "100");
}

TEST_F(transaction_pgtest, several_answers_come_with_one_wait) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        tx.post(insert_sql, 1, "ann");
        const auto first = tx.ask(count_sql);
        tx.post(insert_sql, 2, "bob");
        const auto second = tx.ask(count_sql);
        EXPECT_THROW(first.get(), std::logic_error) << "not awaited yet";
        const auto third = co_await tx.query(names_sql);
        EXPECT_EQ(first.get().front().get<int>("n"), 1);
        EXPECT_EQ(second.get().front().get<int>("n"), 2);
        EXPECT_EQ(third.size(), 2u);
        const auto fourth = tx.ask(names_sql);
        co_await tx.commit();
        EXPECT_EQ(fourth.get().front().text("owner"), "ann");
    };
    run(work());
}

TEST_F(transaction_pgtest, answers_before_a_failure_are_there_and_those_after_it_are_not) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        const auto before = tx.ask(count_sql);
        tx.post(broken_sql);
        const auto after = tx.ask(count_sql);
        bool failed = false;
        try {
            co_await tx.query(count_sql);
        } catch (const error&) {
            failed = true;
        }
        EXPECT_TRUE(failed);
        EXPECT_EQ(before.get().size(), 1u);
        EXPECT_THROW(after.get(), std::logic_error);
    };
    run(work());
}

TEST_F(transaction_pgtest, posted_and_dropped_leaves_nothing) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        tx.post(insert_sql, 1, "ann");
    };
    run(work());
    EXPECT_EQ(run(single.one(soon(), count_sql))->get<int>("n"), 0);
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, a_posted_failure_surfaces_at_commit_with_its_constraint) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        tx.post(insert_sql, 1, "ann");
        tx.post(insert_sql, 1, "again");
        tx.post(insert_sql, 2, "never");
        co_await tx.commit();
    };
    try {
        run(work());
        FAIL() << "the duplicate was accepted";
    } catch (const error& e) {
        EXPECT_EQ(e.sqlstate(), "23505");
        EXPECT_TRUE(e.violates("coins_pkey"));
        EXPECT_THAT(std::string(e.what()), testing::HasSubstr("test.insert_coin"));
        EXPECT_THAT(std::string(e.what()), testing::Not(testing::HasSubstr("(1)"))) << "row values do not belong in messages";
    }
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(run(single.one(soon(), count_sql))->get<int>("n"), 0);
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, a_posted_failure_surfaces_at_the_next_awaited_statement) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        tx.post(insert_sql, 1, "a name that is too long");
        co_await tx.query(count_sql);
    };
    try {
        run(work());
        FAIL();
    } catch (const error& e) {
        EXPECT_TRUE(e.violates("coins_owner_short"));
    }
}

TEST_F(transaction_pgtest, a_constraint_checked_at_commit_is_reported_by_commit) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        co_await tx.exec(twin_sql, 1, 99);
        co_await tx.commit();
    };
    try {
        run(work());
        FAIL();
    } catch (const error& e) {
        EXPECT_TRUE(e.violates("coins_twin_exists"));
    }
    EXPECT_EQ(count(), "0");
}

TEST_F(transaction_pgtest, a_constraint_checked_at_the_end_of_a_single_statement_is_reported_too) {
    try {
        run(single.exec(soon(), twin_sql, 1, 99));
        FAIL();
    } catch (const error& e) {
        EXPECT_TRUE(e.violates("coins_twin_exists"));
    }
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(run(single.exec(soon(), twin_sql, 1, 1)), 1);
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, commit_after_a_failure_is_never_taken_for_success) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        try {
            co_await tx.query(broken_sql);
        } catch (const error&) {}
        co_await tx.commit();
    };
    EXPECT_THROW(run(work()), std::logic_error);
    EXPECT_EQ(run(single.one(soon(), count_sql))->get<int>("n"), 0);
}

TEST_F(transaction_pgtest, a_statement_that_could_not_be_prepared_is_prepared_next_time) {
    EXPECT_THROW(run(single.query(soon(), broken_sql)), error);
    const auto skipped = [&]() -> awaitable<void> {  // prepared behind a failure: the server never saw it
        auto tx = co_await single.begin(soon());
        tx.post(broken_sql);
        co_await tx.query(count_sql);
    };
    EXPECT_THROW(run(skipped()), error);
    EXPECT_EQ(run(single.one(soon(), count_sql))->get<int>("n"), 0);
    db.execute("create table nowhere (nonsense int)");
    EXPECT_TRUE(run(single.query(soon(), broken_sql)).empty());
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, explicit_rollback_and_empty_transactions) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        co_await tx.exec(insert_sql, 1, "ann");
        tx.post(insert_sql, 1, "again");
        co_await tx.rollback();
        auto empty = co_await single.begin(soon());
        co_await empty.commit();
        auto untouched = co_await single.begin(soon());
        co_await untouched.rollback();
    };
    run(work());
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(single.statistics().opened, 1u);
}

TEST_F(transaction_pgtest, an_ended_transaction_says_so) {
    auto tx = run(single.begin(soon()));
    run(tx.commit());
    EXPECT_THROW(run(tx.query(count_sql)), std::logic_error);
    EXPECT_THROW(tx.post(count_sql), std::logic_error);
}

TEST_F(transaction_pgtest, after_commit_runs_only_after_a_commit) {
    std::vector<int> called;
    const auto work = [&](int number, bool keep) -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        const std::function<void()> note = [&called, number] { called.push_back(number); };
        tx.after_commit(note);
        co_await tx.exec(insert_sql, number, "ann");
        if (keep) co_await tx.commit();
    };
    run(work(1, true));
    run(work(2, false));
    EXPECT_THROW(run(work(1, true)), error);
    EXPECT_EQ(called, std::vector<int>{1});
}

TEST_F(transaction_pgtest, a_transaction_held_past_its_deadline_frees_its_locks) {
    run(single.exec(soon(), insert_sql, 1, "ann"));
    static const statement lock_sql{"test.lock_coin", "select id from coins where id = 1 for update"};
    auto holder = run(single.begin(runtime::within(std::chrono::milliseconds(100))));
    run(holder.query(lock_sql));
    const auto other = [&]() -> awaitable<void> { co_await pool.query(soon(), lock_sql); };  // waits for the holder's deadline, no longer
    run(other());
    EXPECT_THROW(run(holder.query(count_sql)), unavailable);
}

TEST_F(transaction_pgtest, killed_inside_a_transaction) {
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await single.begin(soon());
        co_await tx.exec(insert_sql, 1, "ann");
        db.kill_connections();
        co_await tx.commit();
    };
    EXPECT_THROW(run(work()), unavailable);
    EXPECT_EQ(run(single.one(soon(), count_sql))->get<int>("n"), 0);
}

}  // namespace
}  // namespace gavel::pg
