#include "modules/outages/repository.hpp"

#include "modules/outages/settled.hpp"

namespace gavel::outages::repository {
namespace {

// One statement, so that whoever sees a fresh beat sees the outage it ended. The lock is taken in a CTE of its own and the clock read
// outside of it, after the lock was granted (R-4). A clock that was set back does not take the pulse back.
const pg::statement beat_sql{"outages.beat", R"sql(
    with last as materialized (
        select beat_at from service_pulse for update),
    moment as materialized (
        select beat_at, greatest(clock_timestamp(), beat_at) as now from last),
    found as (
        insert into outages (began_at, ended_at)
        select beat_at, now from moment where now - beat_at > make_interval(secs => $1)
        returning began_at, ended_at),
    beaten as (
        update service_pulse set beat_at = moment.now from moment returning 1)
    select f.began_at, f.ended_at, f.began_at is not null or exists (select from outages where swept_at is null) as unswept
      from (select count(*) from beaten) b left join found f on true
)sql"};

const pg::statement take_unswept_sql{"outages.take_unswept", R"sql(
    select id, began_at, ended_at, swept_to_lot from outages where swept_at is null order by id limit 1 for update skip locked
)sql"};

const pg::statement gaps_since_sql{"outages.gaps_since", R"sql(
    select began_at, ended_at from outages where ended_at > $1 order by ended_at
)sql"};

const pg::statement note_progress_sql{"outages.note_progress", R"sql(
    update outages set swept_to_lot = $2, extended_lots = extended_lots + $3 where id = $1
)sql"};

const pg::statement note_swept_sql{"outages.note_swept", R"sql(
    update outages set swept_at = clock_timestamp(), extended_lots = extended_lots + $2 where id = $1
)sql"};

bidding::gap read_gap(const pg::row& r) { return {r.get<instant>("began_at"), r.get<instant>("ended_at")}; }

}  // namespace

awaitable<beat_result> beat(pg::pool& pool, pg::deadline until, std::int64_t gap_s) {
    const auto r = co_await pool.one(until, beat_sql, gap_s);
    beat_result done;
    if (!r->is_null("began_at")) done.found = read_gap(*r);
    done.unswept = r->get<bool>("unswept");
    co_return done;
}

awaitable<std::optional<unswept_outage>> take_unswept(pg::transaction& tx) {
    const auto r = co_await tx.one(take_unswept_sql);
    if (!r) co_return std::nullopt;
    unswept_outage found;
    found.id = r->get<std::int64_t>("id");
    found.lost = read_gap(*r);
    found.swept_to = lot_id{r->get<std::int64_t>("swept_to_lot")};
    co_return found;
}

awaitable<std::vector<bidding::gap>> gaps_since(pg::transaction& tx, instant since) {
    const auto found = co_await tx.query(gaps_since_sql, since);
    std::vector<bidding::gap> all;
    for (const auto r : found) all.push_back(read_gap(r));
    co_return all;
}

void note_progress(pg::transaction& tx, std::int64_t id, lot_id swept_to, std::int64_t extended) {
    tx.post(note_progress_sql, id, swept_to, extended);
}

void note_swept(pg::transaction& tx, std::int64_t id, std::int64_t extended) { tx.post(note_swept_sql, id, extended); }

}  // namespace gavel::outages::repository

namespace gavel::outages {

// Before the first beat ever there was nothing to lose.
const pg::statement settled_sql{"outages.settled", R"sql(
    select not exists (select from service_pulse where beat_at < clock_timestamp() - make_interval(secs => $1))
           and not exists (select from outages where swept_at is null) as settled
)sql"};

boost::asio::awaitable<bool> settled(pg::transaction& tx, std::int64_t gap_s) {
    const auto r = co_await tx.one(settled_sql, gap_s);
    co_return r->get<bool>("settled");
}

}  // namespace gavel::outages
