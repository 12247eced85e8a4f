#include "platform/jobs/dead_letters.hpp"

#include "platform/jobs/wake.hpp"

namespace gavel::jobs {
namespace {

const pg::statement dead_letters_sql{"jobs.dead_letters", R"sql(
    select id, kind, attempts, created_at, finished_at, coalesce(last_error, '') as last_error
      from jobs
     where state = 'dead'
     order by finished_at desc, id desc
     limit $1
)sql"};

const pg::statement count_sql{"jobs.count", R"sql(
    select count(*) filter (where state = 'waiting') as waiting,
           count(*) filter (where state = 'running') as running,
           count(*) filter (where state = 'dead') as dead,
           coalesce(greatest(0, extract(epoch from clock_timestamp() - min(due_at) filter (where state = 'waiting'))), 0)::bigint as oldest_due_s
      from jobs
     where state <> 'done'
)sql"};

const pg::statement revive_sql{"jobs.revive", R"sql(
    update jobs set state = 'waiting', attempts = 0, due_at = clock_timestamp(), finished_at = null where id = $1 and state = 'dead'
)sql"};

}  // namespace

awaitable<std::vector<dead_letter>> read_dead_letters(pg::pool& connections, pg::deadline until, int limit) {
    const auto found = co_await connections.query(until, dead_letters_sql, limit);
    std::vector<dead_letter> letters;
    for (const auto each : found) {
        dead_letter letter;
        letter.id = each.get<std::int64_t>("id");
        letter.kind = each.get<std::string>("kind");
        letter.attempts = each.get<int>("attempts");
        letter.created_at = each.get<instant>("created_at");
        letter.finished_at = each.get<instant>("finished_at");
        letter.last_error = each.get<std::string>("last_error");
        letters.push_back(std::move(letter));
    }
    co_return letters;
}

awaitable<queue_counts> count_jobs(pg::pool& connections, pg::deadline until) {
    const auto found = co_await connections.query(until, count_sql);
    const auto only = found.front();
    queue_counts counts;
    counts.waiting = only.get<std::int64_t>("waiting");
    counts.running = only.get<std::int64_t>("running");
    counts.dead = only.get<std::int64_t>("dead");
    counts.oldest_due_s = only.get<std::int64_t>("oldest_due_s");
    co_return counts;
}

awaitable<bool> revive(pg::pool& connections, pg::deadline until, std::int64_t job_id) {
    const auto revived = co_await connections.exec(until, revive_sql, job_id);
    if (revived > 0) wake_workers();
    co_return revived > 0;
}

}  // namespace gavel::jobs
