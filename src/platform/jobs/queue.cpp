#include "platform/jobs/queue.hpp"

#include "platform/jobs/wake.hpp"

namespace gavel::jobs {
namespace {

const pg::statement enqueue_sql{"jobs.enqueue", R"sql(
    insert into jobs (kind, payload, unique_key) values ($1, $2, nullif($3, ''))
    on conflict (kind, unique_key) where unique_key is not null do nothing
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

void enqueue(pg::transaction& tx, std::string_view kind, boost::json::object payload, std::string_view unique_key) {
    tx.post(enqueue_sql, kind, payload, unique_key);
    tx.after_commit(wake_workers);
}

void complete(pg::transaction& tx, const job& j) { tx.post(complete_sql, j.id, j.attempt); }

}  // namespace gavel::jobs
