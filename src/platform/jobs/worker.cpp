#include "platform/jobs/worker.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/jobs/wake.hpp"
#include "platform/observe/log.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>

namespace gavel::jobs {
namespace {

constexpr std::chrono::seconds statement_time{10};
constexpr std::chrono::minutes purge_interval{10};
constexpr std::int64_t no_more = -1;  // instead of a wait: that was the last attempt

// Each kind for itself, from the beginning of its part of the index. The array keeps the planner at looking the jobs up one by one.
const pg::statement claim_sql{"jobs.claim", R"sql(
    update jobs
       set state = 'running', attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $3)
     where id = any (array(
           select due.id
             from unnest($1::text[], $2::bigint[]) as wanted (kind, places)
            cross join lateral (
                  select id from jobs
                   where kind = wanted.kind and state in ('waiting', 'running') and due_at <= statement_timestamp()
                   order by due_at
                   limit wanted.places
                     for update skip locked) as due))
    returning id, kind, payload, attempts
)sql"};

// Also returns those that a handler has completed in its own transaction.
const pg::statement mark_done_sql{"jobs.mark_done", R"sql(
    with ended as (
        select id, attempt from unnest($1::bigint[], $2::bigint[]) as e (id, attempt)
    ), marked as (
        update jobs set state = 'done', finished_at = clock_timestamp(), last_error = null
          from ended
         where jobs.id = ended.id and jobs.attempts = ended.attempt and jobs.state = 'running'
        returning jobs.id
    )
    select id from marked
    union all
    select jobs.id from ended join jobs on jobs.id = ended.id and jobs.attempts = ended.attempt and jobs.state = 'done'
)sql"};

// A negative wait in milliseconds: the job is dead.
const pg::statement mark_failed_sql{"jobs.mark_failed", R"sql(
    update jobs
       set state = case when e.wait_ms < 0 then 'dead' else 'waiting' end,
           due_at = clock_timestamp() + greatest(e.wait_ms, 0) * interval '1 millisecond',
           finished_at = case when e.wait_ms < 0 then clock_timestamp() end,
           last_error = e.reason
      from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) as e (id, attempt, wait_ms, reason)
     where jobs.id = e.id and jobs.attempts = e.attempt and jobs.state = 'running'
    returning jobs.id, e.wait_ms
)sql"};

const pg::statement purge_sql{"jobs.purge", R"sql(
    delete from jobs
     where id in (select id from jobs
                   where state = 'done' and finished_at < statement_timestamp() - make_interval(days => $1)
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
      bell_(io) {}

void worker::add(registration r) {
    const auto kind = r.kind;
    lane l;
    l.places = std::min(r.at_once_max, limits_.concurrency_max);
    l.entry = std::move(r);
    if (!lanes_.emplace(kind, std::move(l)).second) throw std::logic_error("two handlers for jobs of kind " + kind);
}

awaitable<std::vector<job>> worker::claim() {
    std::vector<std::string> kinds;
    std::vector<std::int64_t> places;
    for (const auto& [kind, own] : lanes_) {
        if (own.running >= own.places) continue;
        kinds.push_back(kind);
        places.push_back(own.places - own.running);
    }
    std::vector<job> jobs;
    if (kinds.empty()) co_return jobs;
    const auto found = co_await pool_.query(runtime::within(statement_time), claim_sql, kinds, places, limits_.lease_s);
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

// One attempt. Whoever ends while a mark is on its way is marked with the next one: many short jobs share one commit.
awaitable<void> worker::perform(job j) {
    auto& own = lanes_.at(j.kind);
    ending ended{&own, j.id, j.attempt, {}};
    // More attempts than allowed: the last one's worker died with it and its lease ran out.
    if (j.attempt > own.entry.attempts_max) ended.problem = "the worker ended in the middle of the last attempt";
    try {
        if (ended.problem.empty()) co_await own.entry.run(std::move(j), pool_);
    } catch (const pg::error& e) {
        ended.problem = reason_of(e);
    } catch (const std::exception& e) {
        ended.problem = cleaned(e.what());
        if (ended.problem.empty()) ended.problem = "unknown";
    }
    endings_.push_back(std::move(ended));
    if (!marking_) co_await mark_endings();
}

awaitable<void> worker::mark_endings() {
    marking_ = true;
    while (!endings_.empty()) {
        const auto endings = std::exchange(endings_, {});
        std::vector<ending> done, failed;
        for (const auto& each : endings) (each.problem.empty() ? done : failed).push_back(each);
        const auto before = counts_;
        try {
            if (!done.empty()) co_await mark_done(done);
            if (!failed.empty()) co_await mark_failed(failed);
        } catch (const std::exception& e) {
            log::warning("jobs.mark_failed", "jobs", endings.size(), "reason", cleaned(e.what()));
        }
        const auto marked = counts_.done + counts_.failed + counts_.dead - before.done - before.failed - before.dead;
        counts_.lost += std::ssize(endings) - marked;
        for (const auto& each : endings) --each.of->running;
        running_ -= std::ssize(endings);
        bell_.ring();
    }
    marking_ = false;
}

awaitable<void> worker::mark_done(const std::vector<ending>& endings) {
    std::vector<std::int64_t> ids, attempts;
    for (const auto& each : endings) {
        ids.push_back(each.id);
        attempts.push_back(each.attempt);
    }
    const auto marked = co_await pool_.query(runtime::within(statement_time), mark_done_sql, ids, attempts);
    counts_.done += static_cast<std::int64_t>(marked.size());
}

awaitable<void> worker::mark_failed(const std::vector<ending>& endings) {
    std::vector<std::int64_t> ids, attempts, waits_ms;
    std::vector<std::string> reasons;
    for (const auto& each : endings) {
        ids.push_back(each.id);
        attempts.push_back(each.attempt);
        waits_ms.push_back(each.attempt < each.of->entry.attempts_max ? back_off(each.attempt, random_fraction()).count() : no_more);
        reasons.push_back(each.problem);
    }
    const auto marked = co_await pool_.query(runtime::within(statement_time), mark_failed_sql, ids, attempts, waits_ms, reasons);
    for (const auto row : marked) {
        const auto id = row.get<std::int64_t>("id");
        count_failed(*std::ranges::find(endings, id, &ending::id), row.get<std::int64_t>("wait_ms"));
    }
}

void worker::count_failed(const ending& e, std::int64_t wait_ms) {
    const auto& kind = e.of->entry.kind;
    if (wait_ms == no_more) {
        ++counts_.dead;
        log::error("jobs.dead", "job", e.id, "kind", kind, "attempt", e.attempt, "reason", e.problem);
    } else {
        ++counts_.failed;
        log::warning("jobs.failed", "job", e.id, "kind", kind, "attempt", e.attempt, "retry_ms", wait_ms, "reason", e.problem);
    }
}

// Fills the free places; a slow job holds its own place only.
awaitable<void> worker::start_due() {
    auto claimed = co_await claim();
    counts_.claimed += std::ssize(claimed);
    running_ += std::ssize(claimed);
    for (const auto& each : claimed) ++lanes_.at(each.kind).running;
    for (auto& each : claimed) boost::asio::co_spawn(executor_, perform(std::move(each)), boost::asio::detached);
}

awaitable<round> worker::run_once() {
    counts_ = {};
    co_await start_due();
    while (running_ > 0) {
        bell_.hush();
        co_await bell_.wait();
    }
    co_return counts_;
}

awaitable<void> worker::work(runtime::life& life) {
    co_await start_due();
    if (life.stopping() || std::chrono::steady_clock::now() < purge_at_) co_return;
    purge_at_ = runtime::within(purge_interval);
    if (const auto purged = co_await purge(); purged > 0) log::info("jobs.purged", "jobs", purged);
}

awaitable<void> worker::run(runtime::life& life) {
    const runtime::doorbell::listener heard(new_jobs(), bell_.from_anywhere());
    life.on_stop(bell_.from_anywhere());
    while (!life.stopping() || running_ > 0) {
        bell_.hush();
        try {
            if (!life.stopping()) co_await work(life);
        } catch (const pg::unavailable& e) {
            log::warning("jobs.round_failed", "reason", e.what());
        } catch (const std::exception& e) {
            log::error("jobs.round_failed", "reason", cleaned(e.what()));
        }
        if (life.stopping() && running_ == 0) continue;
        co_await bell_.wait(std::chrono::milliseconds(limits_.interval_ms));
    }
}

awaitable<std::int64_t> worker::purge(std::int64_t limit) {
    co_return co_await pool_.exec(runtime::within(statement_time), purge_sql, limits_.keep_done_days, limit);
}

}  // namespace gavel::jobs
