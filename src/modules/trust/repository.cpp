// Signals and what moderators decided about them.
#include "modules/trust/repository.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gavel::trust::repository {
namespace {

// Unchanged ones are written at most once an hour. A dismissed one opens again when it is 20 points stronger than it was then.
const pg::statement store_sql{"trust.store", R"sql(
    insert into trust_signals as known (kind, subject_id, other_id, lot_id, score, evidence)
    select kind, subject_id, nullif(other_id, 0), nullif(lot_id, 0), score, evidence::jsonb
      from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
           as found (kind, subject_id, other_id, lot_id, score, evidence)
     order by kind, subject_id, other_id, lot_id
        on conflict on constraint trust_signals_once do update
       set score = excluded.score, evidence = excluded.evidence, last_seen_at = clock_timestamp(),
           state = case when excluded.score >= known.dismissed_score + 20 then 'open' else known.state end,
           dismissed_score = case when excluded.score >= known.dismissed_score + 20 then null else known.dismissed_score end
     where known.evidence <> excluded.evidence or known.score <> excluded.score or known.last_seen_at < clock_timestamp() - interval '1 hour'
    returning kind, xmax = 0 as fresh
)sql"};

#define GAVEL_SIGNAL_COLUMNS                                                                                                   \
    "s.id, s.kind, s.state, s.score, s.subject_id, a.display_name as subject_name, s.other_id, o.display_name as other_name, " \
    "s.lot_id, coalesce(l.title, '') as lot_title, s.evidence, s.first_seen_at, s.last_seen_at, v.verdict, v.moderator_id, "   \
    "m.display_name as moderator_name, v.note, v.decided_at"
#define GAVEL_SIGNAL_JOINS                                                                                        \
    " join accounts a on a.id = s.subject_id"                                                                     \
    " left join accounts o on o.id = s.other_id"                                                                  \
    " left join lots l on l.id = s.lot_id"                                                                        \
    " left join lateral (select * from trust_verdicts where signal_id = s.id order by id desc limit 1) v on true" \
    " left join accounts m on m.id = v.moderator_id"

const pg::statement list_sql{"trust.list", "select " GAVEL_SIGNAL_COLUMNS " from trust_signals s" GAVEL_SIGNAL_JOINS R"sql(
     where s.state = $1
       and ($2::text is null or s.kind = $2)
       and ($3::bigint is null or s.subject_id = $3 or s.other_id = $3)
       and ($4::bigint is null or s.lot_id = $4)
       and ($5::bigint is null or (s.score, s.id) < ($5, $6::bigint))
     order by s.score desc, s.id desc limit $7
)sql"};

const pg::statement find_sql{"trust.find", "select " GAVEL_SIGNAL_COLUMNS " from trust_signals s" GAVEL_SIGNAL_JOINS " where s.id = $1"};

const pg::statement lock_sql{"trust.lock", R"sql(
    select state from trust_signals where id = $1 for update
)sql"};

const pg::statement find_verdict_sql{"trust.find_verdict", R"sql(
    select signal_id from trust_verdicts where moderator_id = $1 and idempotency_key = $2
)sql"};

const pg::statement insert_verdict_sql{"trust.insert_verdict", R"sql(
    insert into trust_verdicts (signal_id, verdict, moderator_id, note, idempotency_key) values ($1, $2, $3, $4, $5)
)sql"};

const pg::statement set_state_sql{"trust.set_state", R"sql(
    update trust_signals set state = $2, dismissed_score = case when $2 = 'dismissed' then score end where id = $1
)sql"};

std::optional<person> read_person(const pg::row& r, std::string_view id, std::string_view name) {
    if (r.is_null(id)) return std::nullopt;
    person p;
    p.id = r.get<account_id>(id);
    p.display_name = r.text(name);
    return p;
}

std::optional<decision> read_decision(const pg::row& r) {
    if (r.is_null("verdict")) return std::nullopt;
    decision d;
    d.verdict = static_cast<verdict>(std::ranges::find(verdict_names, r.text("verdict")) - verdict_names.begin());
    d.moderator = read_person(r, "moderator_id", "moderator_name");
    d.note = r.text("note");
    d.at = r.get<instant>("decided_at");
    return d;
}

listed_signal read_signal(const pg::row& r) {
    listed_signal s;
    s.id = r.get<signal_id>("id");
    s.kind = r.text("kind");
    s.state = r.text("state");
    s.score = r.get<int>("score");
    s.subject = read_person(r, "subject_id", "subject_name").value();
    s.other = read_person(r, "other_id", "other_name");
    s.lot = r.get<std::optional<lot_id>>("lot_id");
    s.lot_title = r.text("lot_title");
    s.evidence = r.get<boost::json::value>("evidence").as_object();
    s.first_seen_at = r.get<instant>("first_seen_at");
    s.last_seen_at = r.get<instant>("last_seen_at");
    s.latest = read_decision(r);
    return s;
}

}  // namespace

awaitable<std::vector<std::string>> store(pg::transaction& tx, const std::vector<signal>& found) {
    std::vector<std::string> kinds, evidence;
    std::vector<std::int64_t> subjects, others, lots, scores;
    for (const auto& each : found) {
        kinds.emplace_back(to_string(each.kind));
        subjects.push_back(each.subject.value);
        others.push_back(each.other ? each.other->value : 0);
        lots.push_back(each.lot ? each.lot->value : 0);
        scores.push_back(each.score);
        evidence.push_back(boost::json::serialize(each.evidence));
    }
    const auto stored = co_await tx.query(store_sql, kinds, subjects, others, lots, scores, evidence);
    std::vector<std::string> fresh;
    for (const auto r : stored)
        if (r.get<bool>("fresh")) fresh.push_back(r.get<std::string>("kind"));
    co_return fresh;
}

awaitable<std::vector<listed_signal>> list(pg::pool& pool, pg::deadline until, const signal_filter& wanted,
                                           std::optional<signal_place> before, std::int64_t limit) {
    std::optional<std::int64_t> score, id;
    if (before) {
        score = before->score;
        id = before->id.value;
    }
    const auto found = co_await pool.query(until, list_sql, wanted.state, wanted.kind, wanted.account, wanted.lot, score, id, limit);
    std::vector<listed_signal> all;
    for (const auto r : found) all.push_back(read_signal(r));
    co_return all;
}

awaitable<std::optional<listed_signal>> find(pg::transaction& tx, signal_id id) {
    const auto r = co_await tx.one(find_sql, id);
    if (!r) co_return std::nullopt;
    co_return read_signal(*r);
}

awaitable<std::optional<std::string>> lock(pg::transaction& tx, signal_id id) {
    const auto r = co_await tx.one(lock_sql, id);
    if (!r) co_return std::nullopt;
    co_return r->get<std::string>("state");
}

awaitable<std::optional<signal_id>> find_verdict(pg::transaction& tx, account_id moderator, const std::string& idempotency_key) {
    const auto r = co_await tx.one(find_verdict_sql, moderator, idempotency_key);
    if (!r) co_return std::nullopt;
    co_return r->get<signal_id>("signal_id");
}

void decide(pg::transaction& tx, signal_id id, verdict v, account_id moderator, const std::string& note,
            const std::string& idempotency_key) {
    tx.post(insert_verdict_sql, id, to_string(v), moderator, note, idempotency_key);
    tx.post(set_state_sql, id, v == verdict::reopened ? to_string(signal_state::open) : to_string(v));
}

}  // namespace gavel::trust::repository
