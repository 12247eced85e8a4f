// The queue: nothing twice, nothing forgotten, failures with patience, dead letters in sight.
#include "platform/jobs/dead_letters.hpp"
#include "platform/jobs/wake.hpp"
#include "platform/jobs/worker.hpp"
#include "tests/support/pg.hpp"

#include <boost/asio/detached.hpp>

#include <map>

namespace gavel::jobs {
namespace {

const pg::statement effect_sql{"test.effect", "insert into effects (job) values ($1)"};

class worker_pgtest : public test::pg_test {
protected:
    worker_pgtest() { db.execute("create table effects (job bigint not null)"); }

    void add(std::string_view kind, std::string_view unique_key = {}, int number = 0) {
        const auto work = [&]() -> awaitable<void> {
            auto tx = co_await pool.begin(soon());
            boost::json::object payload;
            payload["number"] = number;
            enqueue(tx, kind, std::move(payload), unique_key);
            co_await tx.commit();
        };
        run(work());
    }
    void all_due() { db.execute("update jobs set due_at = clock_timestamp() where state in ('waiting', 'running')"); }
    std::string states() { return db.scalar("select coalesce(string_agg(state, ',' order by id), '') from jobs"); }

    // Counts its calls; fails while `failures` is positive.
    registration counting(const std::string& kind, int attempts_max = 12) {
        registration r;
        r.kind = kind;
        r.attempts_max = attempts_max;
        r.run = [this](job j, pg::pool&) -> awaitable<void> {
            ++calls[j.payload.at("number").to_number<int>()];
            attempts.push_back(j.attempt);
            if (failures-- > 0) throw std::runtime_error("no answer from ann@example.org");
            co_return;
        };
        return r;
    }
    // Leaves its effect and its mark in one transaction.
    static registration completing(const std::string& kind) {
        registration r;
        r.kind = kind;
        r.run = [](job j, pg::pool& connections) -> awaitable<void> {
            auto tx = co_await connections.begin(soon());
            tx.post(effect_sql, j.id);
            complete(tx, j);
            co_await tx.commit();
        };
        return r;
    }

    std::map<int, int> calls;
    std::vector<int> attempts;
    int failures = 0;
    worker first{io, pool, {}};
};

TEST_F(worker_pgtest, runs_what_was_committed_and_nothing_else) {
    first.add(counting("test.count"));
    const auto dropped = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        boost::json::object payload;
        payload["number"] = 1;
        enqueue(tx, "test.count", std::move(payload));
    };
    run(dropped());
    add("test.count", "", 2);
    add("test.unknown", "", 3);
    const auto counts = run(first.run_once());
    EXPECT_EQ(counts.claimed, 1);
    EXPECT_EQ(counts.done, 1);
    EXPECT_EQ(calls, (std::map<int, int>{{2, 1}}));
    EXPECT_EQ(states(), "done,waiting");
    EXPECT_EQ(run(first.run_once()).claimed, 0);
}

TEST_F(worker_pgtest, a_unique_key_adds_one_job) {
    first.add(counting("test.count"));
    add("test.count", "lot-9");
    add("test.count", "lot-9");
    add("test.other", "lot-9");
    EXPECT_EQ(states(), "waiting,waiting");
    run(first.run_once());
    add("test.count", "lot-9");
    EXPECT_EQ(run(first.run_once()).claimed, 0);
}

TEST_F(worker_pgtest, many_jobs_are_added_at_once_and_wake_the_workers) {
    int woken = 0;
    const runtime::doorbell::listener heard(new_jobs(), [&] { ++woken; });
    const auto add_all = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        boost::json::array payloads;
        for (int i = 1; i <= 3; ++i) payloads.push_back(boost::json::object{{"number", i}, {"text", R"(a "quoted" \ word)"}});
        enqueue_all(tx, "test.count", std::move(payloads));
        enqueue_all(tx, "test.count", {});
        co_await tx.commit();
    };
    run(add_all());
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(db.scalar("select string_agg(payload->>'number', ',' order by id) from jobs"), "1,2,3");
    EXPECT_EQ(db.scalar("select distinct payload->>'text' from jobs"), R"(a "quoted" \ word)");
    first.add(counting("test.count"));
    EXPECT_EQ(run(first.run_once()).done, 3);
}

TEST_F(worker_pgtest, a_flood_of_one_kind_takes_no_place_from_another) {
    db.execute("insert into jobs (kind, payload) select 'test.flood', '{\"number\": 1}' from generate_series(1, 200)");
    add("test.quick", "", 2);
    first.add(counting("test.flood"));
    first.add(counting("test.quick"));
    const auto counts = run(first.run_once());
    EXPECT_EQ(counts.done, jobs::options().concurrency_max + 1);
    EXPECT_EQ(calls[2], 1);
}

TEST_F(worker_pgtest, a_kind_may_take_fewer_places) {
    db.execute("insert into jobs (kind, payload) select 'test.count', '{\"number\": 1}' from generate_series(1, 10)");
    auto few = counting("test.count");
    few.at_once_max = 3;
    first.add(std::move(few));
    EXPECT_EQ(run(first.run_once()).claimed, 3);
}

TEST_F(worker_pgtest, the_ends_of_many_jobs_share_a_statement) {
    db.execute("insert into jobs (kind, payload) select 'test.count', '{\"number\": 1}' from generate_series(1, 16)");
    int marks = 0;
    auto watched = options();
    watched.observe = [&](const pg::statement& s, std::chrono::microseconds, bool) {
        marks += std::string_view(s.name()) == "jobs.mark_done";
    };
    pg::pool connections(io, watched);
    worker counted(io, connections, {});
    counted.add(counting("test.count"));
    EXPECT_EQ(run(counted.run_once()).done, 16);
    EXPECT_LE(marks, 2) << "one for the first, one for those that ended meanwhile";
    EXPECT_EQ(states(), db.scalar("select string_agg('done', ',') from generate_series(1, 16)"));
}

TEST_F(worker_pgtest, several_workers_do_every_job_exactly_once) {
    db.execute("insert into jobs (kind, payload) select 'test.complete', '{}' from generate_series(1, 300)");
    std::vector<std::unique_ptr<pg::pool>> pools;
    std::vector<std::unique_ptr<worker>> workers;
    int busy = 4, done = 0;
    const auto drain = [&](worker& one) -> awaitable<void> {
        for (;;) {
            const auto counts = co_await one.run_once();
            done += counts.done;
            if (counts.claimed == 0) break;
        }
        --busy;
    };
    for (int i = 0; i < 4; ++i) {
        pools.push_back(std::make_unique<pg::pool>(io, options()));
        workers.push_back(std::make_unique<worker>(io, *pools.back(), jobs::options()));
        workers.back()->add(completing("test.complete"));
        boost::asio::co_spawn(io, drain(*workers.back()), boost::asio::detached);
    }
    const auto all = [&]() -> awaitable<void> {
        while (busy > 0) co_await boost::asio::post(io, boost::asio::use_awaitable);
    };
    run(all(), std::chrono::seconds(60));
    EXPECT_EQ(done, 300);
    EXPECT_EQ(db.scalar("select count(*) || '/' || count(distinct job) from effects"), "300/300");
    EXPECT_EQ(db.scalar("select count(*) from jobs where state = 'done' and attempts = 1"), "300");
}

TEST_F(worker_pgtest, a_failure_waits_and_is_tried_again) {
    first.add(counting("test.count"));
    add("test.count");
    failures = 2;
    EXPECT_EQ(run(first.run_once()).failed, 1);
    EXPECT_EQ(run(first.run_once()).claimed, 0) << "the back-off was not kept";
    EXPECT_EQ(
        db.scalar(
            "select due_at > clock_timestamp() + interval '0.2 seconds' and due_at < clock_timestamp() + interval '1.1 seconds' from jobs"),
        "t");
    all_due();
    EXPECT_EQ(run(first.run_once()).failed, 1);
    all_due();
    EXPECT_EQ(run(first.run_once()).done, 1);
    EXPECT_EQ(attempts, (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(states(), "done");
}

TEST_F(worker_pgtest, after_its_last_attempt_a_job_is_dead_in_sight_and_can_be_revived) {
    first.add(counting("test.count", 2));
    add("test.count");
    failures = 2;
    run(first.run_once());
    all_due();
    EXPECT_EQ(run(first.run_once()).dead, 1);
    const auto dead = run(read_dead_letters(pool, soon()));
    ASSERT_EQ(dead.size(), 1u);
    EXPECT_EQ(dead[0].kind, "test.count");
    EXPECT_EQ(dead[0].attempts, 2);
    EXPECT_EQ(dead[0].last_error, "no answer from (address)");
    EXPECT_EQ(run(count_jobs(pool, soon())).dead, 1);
    EXPECT_TRUE(run(revive(pool, soon(), dead[0].id)));
    EXPECT_FALSE(run(revive(pool, soon(), dead[0].id)));
    EXPECT_EQ(run(first.run_once()).done, 1);
    EXPECT_TRUE(run(read_dead_letters(pool, soon())).empty());
}

TEST_F(worker_pgtest, an_expired_lease_hands_the_job_over_and_shuts_the_first_holder_out) {
    const auto late = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        job stale;
        stale.id = std::stoll(db.scalar("select id from jobs"));
        stale.attempt = 1;
        tx.post(effect_sql, stale.id);
        complete(tx, stale);
        co_await tx.commit();
    };
    worker second(io, pool, {});
    second.add(completing("test.complete"));
    add("test.complete");
    db.execute("update jobs set state = 'running', attempts = 1, due_at = clock_timestamp() + interval '1 hour'");
    EXPECT_EQ(run(second.run_once()).claimed, 0) << "the lease of the first holder was not kept";
    all_due();
    EXPECT_EQ(run(second.run_once()).done, 1);
    EXPECT_THROW(run(late()), pg::error);
    EXPECT_EQ(db.scalar("select count(*) from effects"), "1");
    EXPECT_EQ(db.scalar("select attempts from jobs"), "2");
}

TEST_F(worker_pgtest, a_job_that_kills_its_worker_every_time_ends_too) {
    first.add(counting("test.count", 3));
    add("test.count");
    db.execute("update jobs set state = 'running', attempts = 3");
    EXPECT_EQ(run(first.run_once()).dead, 1);
    EXPECT_TRUE(calls.empty());
}

TEST_F(worker_pgtest, done_jobs_are_purged_after_their_time_and_dead_ones_stay) {
    db.execute(
        "insert into jobs (kind, payload, state, finished_at) select 'test.x', '{}', s, clock_timestamp() - d * interval '1 day' "
        "from unnest(array['done', 'dead']) s, unnest(array[1, 8]) d");
    EXPECT_EQ(run(first.purge()), 1);
    EXPECT_EQ(db.scalar("select count(*) from jobs"), "3");
}

TEST_F(worker_pgtest, the_loop_starts_new_jobs_at_once_and_ends_when_asked) {
    jobs::options patient;
    patient.interval_ms = 60'000;  // only the wake-up can be quick
    worker loop(io, pool, patient);
    loop.add(counting("test.count"));
    runtime::life life;
    bool ended = false;
    const auto forever = [&]() -> awaitable<void> {
        co_await loop.run(life);
        ended = true;
    };
    boost::asio::co_spawn(io, forever(), boost::asio::detached);
    for (int i = 1; i <= 3; ++i) {
        add("test.count", "", i);
        const auto seen = [&]() -> awaitable<void> {
            while (calls.size() < static_cast<std::size_t>(i)) co_await boost::asio::post(io, boost::asio::use_awaitable);
        };
        run(seen());
    }
    life.request_stop();
    const auto stopped = [&]() -> awaitable<void> {
        while (!ended) co_await boost::asio::post(io, boost::asio::use_awaitable);
    };
    run(stopped());
}

}  // namespace
}  // namespace gavel::jobs
