#include "platform/jobs/queue.hpp"

#include "platform/jobs/wake.hpp"

namespace gavel::jobs {
namespace {

const pg::statement enqueue_sql{"jobs.enqueue", R"sql(
    insert into jobs (kind, payload, unique_key, due_at)
    values ($1, $2, nullif($3, ''), clock_timestamp() + make_interval(secs => $4::int))
    on conflict (kind, unique_key) where unique_key is not null do nothing
)sql"};

const pg::statement enqueue_all_sql{"jobs.enqueue_all", R"sql(
    insert into jobs (kind, payload)
    select $1, payload from jsonb_array_elements($2) with ordinality as given (payload, position) order by position
)sql"};

// Fails the transaction (division by zero) if this attempt no longer holds the job: its lease ended and another worker has taken over.
const pg::statement complete_sql{"jobs.complete", R"sql(
    with done as (
        update jobs set state = 'done', finished_at = clock_timestamp(), last_error = null
         where id = $1 and attempts = $2 and state = 'running'
        returning 1
    )
    select 1 / count(*) as held from done
)sql"};

}  // namespace

void enqueue(pg::transaction& tx, std::string_view kind, boost::json::object payload, std::string_view unique_key,
             std::chrono::seconds after) {
    tx.post(enqueue_sql, kind, payload, unique_key, static_cast<std::int64_t>(after.count()));
    tx.after_commit(wake_workers);
}

void enqueue_all(pg::transaction& tx, std::string_view kind, boost::json::array payloads) {
    if (payloads.empty()) return;
    tx.post(enqueue_all_sql, kind, boost::json::value(std::move(payloads)));
    tx.after_commit(wake_workers);
}

void complete(pg::transaction& tx, const job& j) { tx.post(complete_sql, j.id, j.attempt); }

}  // namespace gavel::jobs
