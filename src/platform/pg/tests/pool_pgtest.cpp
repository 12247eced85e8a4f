// The pool: bounded, fair, and back by itself after every kind of loss.
#include "platform/pg/metrics.hpp"
#include "tests/support/pg.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

namespace gavel::pg {
namespace {

class pool_pgtest : public test::pg_test {
protected:
    pool_pgtest() : pg_test(test::database::content::empty) {}

    int ask() { return run(pool.one(soon(), one_sql))->get<int>("n"); }
    static deadline in(int ms) { return runtime::within(std::chrono::milliseconds(ms)); }

    static const statement one_sql, backend_sql, sleep_sql;
};

const statement pool_pgtest::one_sql{"test.one", "select 1 as n"};
const statement pool_pgtest::backend_sql{"test.backend", "select pg_backend_pid() as pid"};
const statement pool_pgtest::sleep_sql{"test.sleep", "select pg_sleep($1)"};

TEST_F(pool_pgtest, connections_are_used_again) {
    const auto first = run(pool.one(soon(), backend_sql))->get<int>("pid");
    const auto second = run(pool.one(soon(), backend_sql))->get<int>("pid");
    EXPECT_EQ(first, second);
    EXPECT_EQ(pool.statistics().opened, 1u);
    EXPECT_EQ(pool.statistics().idle, 1u);
}

TEST_F(pool_pgtest, never_more_than_allowed_and_first_come_first_served) {
    pg::pool small(io, options(2));
    std::vector<int> order;
    const auto ask_one = [&](int number) -> awaitable<void> {
        co_await small.query(soon(), sleep_sql, "0.02");
        order.push_back(number);
    };
    for (int i = 0; i < 10; ++i) boost::asio::co_spawn(io, ask_one(i), boost::asio::detached);
    const auto all = [&]() -> awaitable<void> {
        while (order.size() < 10) {
            EXPECT_LE(small.statistics().connections, 2u);
            co_await small.query(soon(), one_sql);
        }
    };
    run(all());
    EXPECT_EQ(small.statistics().opened, 2u);
    for (int i = 0; i + 2 < 10; ++i) EXPECT_LT(order[static_cast<std::size_t>(i)], i + 2) << "overtaken";
}

TEST_F(pool_pgtest, waiting_is_bounded_in_number_and_time) {
    auto limits = options(1);
    limits.waiting_max = 1;
    pg::pool small(io, limits);
    auto holder = run(small.begin(soon()));
    run(holder.query(one_sql));
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THROW(run(small.query(in(50), one_sql)), unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));

    int waited = 0;
    const auto wait = [&]() -> awaitable<void> { waited = (co_await small.one(soon(), one_sql))->get<int>("n"); };
    boost::asio::co_spawn(io, wait(), boost::asio::detached);
    const auto refused = [&]() -> awaitable<void> { co_await small.query(soon(), one_sql); };
    EXPECT_THROW(run(refused()), unavailable);
    run(holder.commit());
    run(small.query(soon(), one_sql));
    EXPECT_EQ(waited, 1);
}

TEST_F(pool_pgtest, a_deadline_in_the_past_sends_nothing) {
    EXPECT_THROW(run(pool.query(in(-1), one_sql)), unavailable);
    EXPECT_EQ(pool.statistics().opened, 0u);
}

TEST_F(pool_pgtest, a_slow_statement_ends_at_its_deadline) {
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THROW(run(pool.query(in(200), sleep_sql, "30")), unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
    EXPECT_EQ(ask(), 1);
    EXPECT_EQ(pool.statistics().opened, 2u);
}

const statement timeout_sql{"test.timeout", "select current_setting('statement_timeout') as t"};

TEST_F(pool_pgtest, the_server_knows_the_deadline_too) {
    EXPECT_EQ(run(pool.one(in(9'000), timeout_sql))->get<std::string>("t"), "10s");
    EXPECT_EQ(run(pool.one(in(1'500), timeout_sql))->get<std::string>("t"), "2s");
    auto tx = run(pool.begin(in(25'000)));
    EXPECT_EQ(run(tx.one(timeout_sql))->get<std::string>("t"), "30s");
    run(tx.rollback());
    EXPECT_EQ(run(pool.one(in(29'000), timeout_sql))->get<std::string>("t"), "30s") << "the rollback took the setting back";
    EXPECT_EQ(pool.statistics().opened, 1u);
}

TEST_F(pool_pgtest, killed_while_idle_is_replaced_unnoticed) {
    EXPECT_EQ(ask(), 1);
    db.kill_connections();
    EXPECT_EQ(ask(), 1);
    EXPECT_EQ(pool.statistics().opened, 2u);
}

TEST_F(pool_pgtest, killed_in_a_statement_is_unavailable_then_works_again) {
    bool refused = false;
    const auto victim = [&]() -> awaitable<void> {
        try {
            co_await pool.query(soon(), sleep_sql, "30");
        } catch (const unavailable&) {
            refused = true;
        }
    };
    boost::asio::co_spawn(io, victim(), boost::asio::detached);
    // The kill waits until the victim's backend is really asleep: no statement is killed before it began.
    const auto kill = [&]() -> awaitable<void> {
        const auto asleep =
            "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active' "
            "and pid <> pg_backend_pid()";
        while (db.scalar(asleep) != "1") co_await boost::asio::post(io, boost::asio::use_awaitable);
        db.kill_connections();
        while (!refused) co_await boost::asio::post(io, boost::asio::use_awaitable);
    };
    run(kill());
    EXPECT_TRUE(refused);
    EXPECT_EQ(ask(), 1);
}

TEST_F(pool_pgtest, absent_server_is_refused_at_once_while_backing_off) {
    pool_options nowhere;
    nowhere.url = "postgresql:///x?host=/nonexistent";
    pg::pool away(io, nowhere);
    for (int i = 0; i < 100; ++i) EXPECT_THROW(run(away.query(soon(), one_sql)), unavailable);
    EXPECT_LT(away.statistics().failed, 20u) << "every request tried to connect";
    EXPECT_EQ(away.statistics().connections, 0u);
}

TEST_F(pool_pgtest, a_server_that_accepts_and_says_nothing_costs_the_connect_timeout) {
    boost::asio::ip::tcp::acceptor silent(io, {boost::asio::ip::address_v4::loopback(), 0});
    pool_options mute;
    mute.url = "postgresql://127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/x?sslmode=disable";
    mute.connect_timeout_ms = 100;
    pg::pool away(io, mute);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THROW(run(away.query(soon(), one_sql)), unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST_F(pool_pgtest, statements_are_counted_under_their_names) {
    metrics::registry numbers;
    pg::pool told(io, counted(options(), numbers));
    run(told.query(soon(), one_sql));
    run(told.query(soon(), one_sql));
    EXPECT_THROW(run(told.query(soon(), sleep_sql, "not a number")), error);
    const auto text = numbers.text();
    EXPECT_NE(text.find("gavel_pg_statements_total{statement=\"test.one\"} 2"), std::string::npos) << text;
    EXPECT_NE(text.find("gavel_pg_statement_failures_total{statement=\"test.sleep\"} 1"), std::string::npos) << text;
}

TEST_F(pool_pgtest, waiters_do_not_hang_when_the_server_goes_away) {
    pool_options nowhere;
    nowhere.url = "postgresql:///x?host=/nonexistent";
    nowhere.connections_max = 1;
    pg::pool away(io, nowhere);
    int refused = 0;
    const auto ask_one = [&]() -> awaitable<void> {
        try {
            co_await away.query(soon(), one_sql);
        } catch (const unavailable&) {
            ++refused;
        }
    };
    for (int i = 0; i < 20; ++i) boost::asio::co_spawn(io, ask_one(), boost::asio::detached);
    run(ask_one());
    EXPECT_EQ(refused, 21);
}

TEST_F(pool_pgtest, wrong_connection_string_is_said_at_once) {
    pool_options bad;
    bad.url = "postgresql://host:notaport/x?nosuchoption=1";
    EXPECT_THROW(pg::pool(io, bad), std::invalid_argument);
}

TEST_F(pool_pgtest, closed_pool_refuses_and_lets_the_rest_end) {
    auto tx = run(pool.begin(soon()));
    run(tx.query(one_sql));
    pool.close();
    EXPECT_THROW(run(pool.query(soon(), one_sql)), unavailable);
    run(tx.commit());
    EXPECT_EQ(pool.statistics().connections, 0u);
}

TEST_F(pool_pgtest, every_statement_is_told_to_the_observer) {
    auto watched = options();
    std::vector<std::string> seen;
    watched.observe = [&](const statement& s, std::chrono::microseconds, bool failed) {
        seen.push_back(std::string(s.name()) + (failed ? "!" : ""));
    };
    pg::pool told(io, watched);
    run(told.query(soon(), one_sql));
    EXPECT_THROW(run(told.query(soon(), sleep_sql, "not a number")), error);
    EXPECT_EQ(seen, (std::vector<std::string>{"test.one", "test.sleep!"}));
}

}  // namespace
}  // namespace gavel::pg
