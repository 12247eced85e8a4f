#include "platform/jobs/worker.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/jobs/wake.hpp"
#include "platform/observe/log.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <random>
#include <stdexcept>

namespace gavel::jobs {
namespace {

constexpr std::chrono::seconds statement_time{10};
constexpr std::chrono::minutes purge_interval{10};

const pg::statement claim_sql{"jobs.claim", R"sql(
    with due as (
        select id from jobs
         where state in ('waiting', 'running') and due_at <= clock_timestamp() and kind = any ($1)
         order by due_at
         limit $2
           for update skip locked
    )
    update jobs
       set state = 'running', attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $3)
      from due
     where jobs.id = due.id
    returning jobs.id, jobs.kind, jobs.payload, jobs.attempts
)sql"};

// Also true if the handler has completed this attempt in its own transaction.
const pg::statement mark_done_sql{"jobs.mark_done", R"sql(
    with marked as (
        update jobs set state = 'done', finished_at = clock_timestamp(), last_error = null
         where id = $1 and attempts = $2 and state = 'running'
        returning 1
    )
    select exists (select from marked)
           or exists (select from jobs where id = $1 and attempts = $2 and state = 'done') as done
)sql"};

// $3 is the wait in milliseconds; without it the job is dead.
const pg::statement mark_failed_sql{"jobs.mark_failed", R"sql(
    update jobs
       set state = case when $3::bigint is null then 'dead' else 'waiting' end,
           due_at = clock_timestamp() + coalesce($3::bigint, 0) * interval '1 millisecond',
           finished_at = case when $3::bigint is null then clock_timestamp() end,
           last_error = $4
     where id = $1 and attempts = $2 and state = 'running'
)sql"};

const pg::statement purge_sql{"jobs.purge", R"sql(
    delete from jobs
     where id in (select id from jobs
                   where state = 'done' and finished_at < clock_timestamp() - make_interval(days => $1)
                   limit $2
                     for update skip locked)
)sql"};

double random_fraction() {
    static thread_local std::minstd_rand source{std::random_device{}()};
    return std::uniform_real_distribution(0.0, 1.0)(source);
}

// The server's message may quote values; its code and the constraint say enough.
std::string reason_of(const pg::error& e) {
    return fmt::format("PostgreSQL error {}{}{}", e.sqlstate(), e.constraint().empty() ? "" : " of ", e.constraint());
}

}  // namespace

worker::worker(boost::asio::io_context& io, pg::pool& connections, options limits)
    : pool_(connections),
      limits_(limits),
      executor_(io.get_executor()),
      alarm_(std::make_shared<alarm>(io)) {}

void worker::add(registration r) {
    const auto kind = r.kind;
    if (!handlers_.emplace(kind, std::move(r)).second) throw std::logic_error("two handlers for jobs of kind " + kind);
    kinds_.push_back(kind);
}

awaitable<std::vector<job>> worker::claim(std::int64_t limit) {
    const auto found = co_await pool_.query(runtime::within(statement_time), claim_sql, kinds_, limit, limits_.lease_s);
    std::vector<job> jobs;
    for (const auto each : found) {
        job j;
        j.id = each.get<std::int64_t>("id");
        j.kind = each.get<std::string>("kind");
        j.payload = each.get<boost::json::value>("payload").as_object();
        j.attempt = each.get<int>("attempts");
        jobs.push_back(std::move(j));
    }
    co_return jobs;
}

awaitable<worker::outcome> worker::perform(job j) {
    const auto& entry = handlers_.at(j.kind);
    std::string problem;
    // More attempts than allowed: the last one's worker died with it and its lease ran out.
    if (j.attempt > entry.attempts_max) problem = "the worker ended in the middle of the last attempt";
    try {
        auto given = j;
        if (problem.empty()) co_await entry.run(std::move(given), pool_);
    } catch (const pg::error& e) {
        problem = reason_of(e);
    } catch (const std::exception& e) {
        problem = cleaned(e.what());
        if (problem.empty()) problem = "unknown";
    }
    try {
        co_return co_await finish(j, entry.attempts_max, problem);
    } catch (const std::exception& e) {
        log::warning("jobs.mark_failed", "job", j.id, "kind", j.kind, "reason", cleaned(e.what()));
    }
    co_return outcome::lost;
}

awaitable<worker::outcome> worker::finish(const job& j, int attempts_max, const std::string& problem) {
    const auto until = runtime::within(statement_time);
    if (problem.empty()) {
        const auto marked = co_await pool_.query(until, mark_done_sql, j.id, j.attempt);
        co_return marked.front().get<bool>("done") ? outcome::done : outcome::lost;
    }
    std::optional<std::int64_t> wait_ms;
    if (j.attempt < attempts_max) wait_ms = back_off(j.attempt, random_fraction()).count();
    const auto marked = co_await pool_.exec(until, mark_failed_sql, j.id, j.attempt, wait_ms, problem);
    if (marked == 0) co_return outcome::lost;
    if (wait_ms) log::warning("jobs.failed", "job", j.id, "kind", j.kind, "attempt", j.attempt, "retry_ms", *wait_ms, "reason", problem);
    else log::error("jobs.dead", "job", j.id, "kind", j.kind, "attempt", j.attempt, "reason", problem);
    co_return wait_ms ? outcome::failed : outcome::dead;
}

awaitable<round> worker::run_once() {
    const auto claimed = co_await claim(limits_.concurrency_max);
    round counts;
    counts.claimed = static_cast<int>(claimed.size());
    int left = counts.claimed;
    boost::asio::steady_timer all_ended(executor_, boost::asio::steady_timer::time_point::max());
    for (const auto& j : claimed) {
        auto count = [&](std::exception_ptr, outcome how) {
            ++(how == outcome::done     ? counts.done
               : how == outcome::failed ? counts.failed
               : how == outcome::dead   ? counts.dead
                                        : counts.lost);
            if (--left == 0) all_ended.cancel();
        };
        boost::asio::co_spawn(executor_, perform(j), count);
    }
    boost::system::error_code woken;
    while (left > 0) co_await all_ended.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    co_return counts;
}

awaitable<void> worker::perform_counted(job j) {
    co_await perform(std::move(j));
    --running_;
    alarm_->ring();
}

// Fills the free places; a slow job holds its own place only.
awaitable<void> worker::start_due() {
    while (running_ < limits_.concurrency_max) {
        const auto free = limits_.concurrency_max - running_;
        auto claimed = co_await claim(free);
        running_ += static_cast<std::int64_t>(claimed.size());
        for (auto& j : claimed) boost::asio::co_spawn(executor_, perform_counted(std::move(j)), boost::asio::detached);
        if (static_cast<std::int64_t>(claimed.size()) < free) co_return;
    }
}

awaitable<void> worker::work(runtime::life& life) {
    co_await start_due();
    if (life.stopping() || std::chrono::steady_clock::now() < purge_at_) co_return;
    purge_at_ = runtime::within(purge_interval);
    if (const auto purged = co_await purge(); purged > 0) log::info("jobs.purged", "jobs", purged);
}

awaitable<void> worker::run(runtime::life& life) {
    // From any thread; may come after this worker is gone.
    const std::function<void()> wake_here = [weak = std::weak_ptr(alarm_), executor = executor_] {
        boost::asio::post(executor, [weak] {
            if (const auto here = weak.lock()) here->ring();
        });
    };
    const wake_subscription subscription(wake_here);
    life.on_stop(wake_here);
    while (!life.stopping() || running_ > 0) {
        alarm_->rung = false;
        try {
            if (!life.stopping()) co_await work(life);
        } catch (const pg::unavailable& e) {
            log::warning("jobs.round_failed", "reason", e.what());
        } catch (const std::exception& e) {
            log::error("jobs.round_failed", "reason", cleaned(e.what()));
        }
        if (alarm_->rung || (life.stopping() && running_ == 0)) continue;
        boost::system::error_code woken;
        alarm_->timer.expires_after(std::chrono::milliseconds(limits_.interval_ms));
        co_await alarm_->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
}

awaitable<std::int64_t> worker::purge(std::int64_t limit) {
    co_return co_await pool_.exec(runtime::within(statement_time), purge_sql, limits_.keep_done_days, limit);
}

}  // namespace gavel::jobs
