#include "modules/mail/oversight.hpp"

namespace gavel::mail {

const pg::statement read_senders_sql{"mail.read_senders", R"sql(
    select s.name, s.held, s.bulk_held, s.slowness, d.departed,
           case when s.paused_until > clock_timestamp() then s.paused_until end as paused_until, coalesce(s.pause_reason, '') as pause_reason
      from mail_senders s
     cross join lateral (select count(*) as departed from mail_departures
                          where sender = s.name and left_at > statement_timestamp() - interval '24 hours') as d
     order by s.name
)sql"};
const pg::statement read_queues_sql{"mail.read_queues", R"sql(
    select c.class, q.waiting, q.sending, coalesce(greatest(q.late_s, 0), 0)::bigint as oldest_due_s,
           t.sent, t.refused, t.given_up, t.held_back, (select count(*) from mail_suppressions) as suppressed
      from unnest(array['transactional', 'notice', 'bulk']) with ordinality as c (class, place)
     cross join lateral (
           select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'sending') as sending,
                  extract(epoch from clock_timestamp() - min(due_at)) as late_s
             from mail_letters where class = c.class and state in ('waiting', 'sending')) as q
     cross join lateral (
           select count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'refused') as refused,
                  count(*) filter (where state = 'given_up') as given_up,
                  count(*) filter (where state in ('suppressed', 'pointless')) as held_back
             from mail_letters where class = c.class and finished_at > statement_timestamp() - interval '24 hours') as t
     order by c.place
)sql"};
awaitable<mail_status> read_status(pg::pool& pool, pg::deadline until) {
    mail_status all;
    const auto senders = co_await pool.query(until, read_senders_sql);
    for (const auto row : senders) {
        sender_status s;
        s.name = row.text("name");
        s.held = row.get<bool>("held");
        s.bulk_held = row.get<bool>("bulk_held");
        s.paused_until = row.get<std::optional<instant>>("paused_until");
        s.pause_reason = row.text("pause_reason");
        s.slowness = row.get<int>("slowness");
        s.left_in_window = row.get<std::int64_t>("departed");
        all.senders.push_back(std::move(s));
    }
    const auto queues = co_await pool.query(until, read_queues_sql);
    for (const auto row : queues) {
        queue_status q;
        q.letter_class = row.text("class");
        q.waiting = row.get<std::int64_t>("waiting");
        q.sending = row.get<std::int64_t>("sending");
        q.oldest_due_s = row.get<std::int64_t>("oldest_due_s");
        q.sent_today = row.get<std::int64_t>("sent");
        q.refused_today = row.get<std::int64_t>("refused");
        q.given_up_today = row.get<std::int64_t>("given_up");
        q.held_back_today = row.get<std::int64_t>("held_back");
        all.suppressed_addresses = row.get<std::int64_t>("suppressed");
        all.queues.push_back(std::move(q));
    }
    co_return all;
}

const pg::statement read_failed_sql{"mail.read_failed", R"sql(
    select id, name, state, coalesce(last_said, '') as last_said, attempts, finished_at from mail_letters
     where finished_at is not null and state in ('refused', 'given_up') order by finished_at desc limit $1
)sql"};
awaitable<std::vector<failed_letter>> read_failed(pg::pool& pool, pg::deadline until, std::int64_t limit) {
    const auto found = co_await pool.query(until, read_failed_sql, limit);
    std::vector<failed_letter> all;
    for (const auto row : found) {
        failed_letter f;
        f.id = row.get<std::int64_t>("id");
        f.name = row.text("name");
        f.state = row.text("state");
        f.last_said = row.text("last_said");
        f.attempts = row.get<int>("attempts");
        f.finished_at = row.get<instant>("finished_at");
        all.push_back(std::move(f));
    }
    co_return all;
}

// Attempts go on counting: they name the departures.
const pg::statement retry_given_up_sql{"mail.retry_given_up", R"sql(
    update mail_letters set state = 'waiting', failures = 0, first_failed_at = null, finished_at = null, due_at = clock_timestamp()
     where id in (select id from mail_letters where state = 'given_up' and finished_at is not null order by finished_at desc limit $1)
)sql"};
awaitable<std::int64_t> retry_given_up(pg::pool& pool, pg::deadline until, std::int64_t limit) {
    co_return co_await pool.exec(until, retry_given_up_sql, limit);
}

const pg::statement add_sender_sql{"mail.add_sender", R"sql(
    insert into mail_senders (name) values ($1) on conflict do nothing
)sql"};
const pg::statement pause_all_sql{"mail.pause_all", R"sql(
    update mail_senders set held = true
)sql"};
awaitable<std::int64_t> pause_all(pg::pool& pool, pg::deadline until, const std::string& sender) {
    auto tx = co_await pool.begin(until);
    tx.post(add_sender_sql, sender);
    const auto paused = co_await tx.exec(pause_all_sql);
    co_await tx.commit();
    co_return paused;
}

const pg::statement suppress_address_sql{"mail.suppress_address", R"sql(
    insert into mail_suppressions (address, reason) values ($1, 'operator') on conflict do nothing
)sql"};
awaitable<bool> suppress_address(pg::pool& pool, pg::deadline until, const std::string& address) {
    co_return co_await pool.exec(until, suppress_address_sql, address) > 0;
}

const pg::statement allow_address_sql{"mail.allow_address", R"sql(
    delete from mail_suppressions where address = $1
)sql"};
awaitable<bool> allow_address(pg::pool& pool, pg::deadline until, const std::string& address) {
    co_return co_await pool.exec(until, allow_address_sql, address) > 0;
}

const pg::statement resume_all_sql{"mail.resume_all", R"sql(
    update mail_senders
       set held = false, bulk_held = false, paused_until = null, pause_reason = null, faults = 0, slowness = 0, slowed_at = null
)sql"};
awaitable<std::int64_t> resume_all(pg::pool& pool, pg::deadline until) { co_return co_await pool.exec(until, resume_all_sql); }

}  // namespace gavel::mail
