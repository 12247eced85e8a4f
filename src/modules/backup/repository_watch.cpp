#include "modules/backup/repository_watch.hpp"

namespace gavel::backup::repository {
namespace {

// Any place that was proven proves the way back.
const pg::statement read_watched_sql{"backup.read_watched", R"sql(
    with asked as (
        select s.subject, s.position, case when s.subject = 'drill' then 'verify' else 'save' end as kind
          from unnest($1::text[]) with ordinality as s (subject, position))
    select a.subject, coalesce(w.since, clock_timestamp()) as since, coalesce(w.told_late, false) as told_late, w.told_at,
           good.finished_at as last, newest.finished_at as tried, newest.failure, clock_timestamp() as now
      from asked a
      left join backup_watched w on w.subject = a.subject
      left join lateral (
          select r.finished_at from backup_runs r
           where r.kind = a.kind and (a.subject = 'drill' or r.target = a.subject) and r.failure is null
           order by r.finished_at desc limit 1) good on true
      left join lateral (
          select r.finished_at, r.failure from backup_runs r
           where r.kind = a.kind and (a.subject = 'drill' or r.target = a.subject)
           order by r.finished_at desc, r.id desc limit 1) newest on true
     order by a.position
)sql"};

watch_state read_state(const pg::rows& rows) {
    watch_state found;
    for (const auto row : rows) {
        auto& w = found.all.emplace_back();
        w.subject = row.get<std::string>("subject");
        w.since = row.get<instant>("since");
        w.last = row.get<std::optional<instant>>("last");
        w.tried = row.get<std::optional<instant>>("tried");
        w.failure = row.get<std::optional<std::string>>("failure").value_or("");
        w.told_late = row.get<bool>("told_late");
        w.told_at = row.get<std::optional<instant>>("told_at");
        found.now = row.get<instant>("now");
    }
    return found;
}

}  // namespace

awaitable<watch_state> find_watched(pg::pool& pool, pg::deadline until, std::vector<std::string> subjects) {
    const auto rows = co_await pool.query(until, read_watched_sql, subjects);
    co_return read_state(rows);
}

const pg::statement begin_to_watch_sql{"backup.begin_to_watch", R"sql(
    insert into backup_watched (subject) select unnest($1::text[]) on conflict (subject) do nothing
)sql"};
const pg::statement lock_watched_sql{"backup.lock_watched", R"sql(
    select subject from backup_watched where subject = any($1) order by subject for update
)sql"};
awaitable<watch_state> lock_watched(pg::transaction& tx, std::vector<std::string> subjects) {
    tx.post(begin_to_watch_sql, subjects);
    tx.post(lock_watched_sql, subjects);
    const auto rows = co_await tx.query(read_watched_sql, subjects);
    co_return read_state(rows);
}

const pg::statement told_late_sql{"backup.told_late", "update backup_watched set told_late = true, told_at = $2 where subject = any($1)"};
void told_late(pg::transaction& tx, const std::vector<std::string>& subjects, instant at) { tx.post(told_late_sql, subjects, at); }

const pg::statement told_good_sql{"backup.told_good", "update backup_watched set told_late = false where subject = any($1)"};
void told_good(pg::transaction& tx, const std::vector<std::string>& subjects) { tx.post(told_good_sql, subjects); }

}  // namespace gavel::backup::repository
