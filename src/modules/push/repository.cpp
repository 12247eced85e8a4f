#include "modules/push/repository.hpp"

#include <algorithm>

namespace gavel::push {

const pg::statement read_key_sql{"push.read_key", R"sql(
    select private_key from push_key
)sql"};
// Two servers may begin together: the first one's key counts.
const pg::statement keep_key_sql{"push.keep_key", R"sql(
    insert into push_key (private_key) values ($1) on conflict do nothing
)sql"};
awaitable<webpush::key> read_key(pg::pool& pool, pg::deadline until) {
    auto row = co_await pool.one(until, read_key_sql);
    if (!row) {
        const auto fresh = webpush::key::generate().private_scalar();
        co_await pool.exec(until, keep_key_sql, fresh);
        row = co_await pool.one(until, read_key_sql);
    }
    co_return webpush::key::from_private(row->get<std::vector<unsigned char>>("private_key"));
}

const pg::statement has_subscription_sql{"push.has_subscription", R"sql(
    select exists (select from push_subscriptions where session_id = $1) as there
)sql"};
awaitable<bool> has_subscription(pg::pool& pool, pg::deadline until, session_id here) {
    const auto row = co_await pool.one(until, has_subscription_sql, here);
    co_return row->get<bool>("there");
}

// The account's row is the lock under which its devices are counted.
const pg::statement lock_account_sql{"push.lock_account", R"sql(
    select from accounts where id = $1 for no key update
)sql"};
// Nobody else's messages may go to a browser that now belongs to this account.
const pg::statement make_room_sql{"push.make_room", R"sql(
    delete from push_subscriptions where id in (
        select id from push_subscriptions
         where (endpoint = $3 and session_id <> $2) or (session_id = $2 and (endpoint <> $3 or account_id <> $1))
         order by id for update)
)sql"};
const pg::statement subscribe_sql{"push.subscribe", R"sql(
    insert into push_subscriptions (account_id, session_id, endpoint, p256dh, auth)
    select account_id, id, $3, $4, $5 from sessions where id = $2 and account_id = $1 for key share
    on conflict on constraint push_subscriptions_one_per_session do update set p256dh = excluded.p256dh, auth = excluded.auth, failures = 0
)sql"};
awaitable<bool> subscribe(pg::transaction& tx, account_id account, session_id here, const webpush::endpoint& at,
                          const webpush::recipient& keys) {
    tx.post(lock_account_sql, account);
    tx.post(make_room_sql, account, here, at.url());
    co_return co_await tx.exec(subscribe_sql, account, here, at.url(), keys.point(), keys.auth()) > 0;
}

const pg::statement unsubscribe_surplus_sql{"push.unsubscribe_surplus", R"sql(
    delete from push_subscriptions where id in (
        select id from push_subscriptions where account_id = $1 order by id desc offset $2)
)sql"};
void unsubscribe_surplus(pg::transaction& tx, account_id account, std::int64_t devices_max) {
    tx.post(unsubscribe_surplus_sql, account, devices_max);
}

const pg::statement unsubscribe_sql{"push.unsubscribe", R"sql(
    delete from push_subscriptions where session_id = $1
)sql"};
awaitable<void> unsubscribe(pg::pool& pool, pg::deadline until, session_id here) { co_await pool.exec(until, unsubscribe_sql, here); }

const pg::statement claim_sql{"push.claim", R"sql(
    with due as materialized (
        select s.id, m.topic, m.due_at
          from push_messages m join push_subscriptions s on s.id = m.subscription_id
         where m.due_at <= statement_timestamp() and m.expires_at > statement_timestamp() and s.busy_until <= statement_timestamp()
         order by m.due_at limit $1 for update of s skip locked
    ), first as (
        select distinct on (id) id, topic from due order by id, due_at
    ), begun as (
        update push_subscriptions s set attempts = attempts + 1, busy_until = clock_timestamp() + make_interval(secs => $2)
          from first where s.id = first.id
        returning s.id, s.attempts, s.endpoint, s.p256dh, s.auth, s.failures, coalesce(s.delivered_at, s.created_at) as last_good_at, first.topic
    )
    select begun.id, begun.attempts, m.revision, m.topic, begun.endpoint, begun.p256dh, begun.auth, m.payload, m.urgency,
           extract(epoch from m.expires_at - clock_timestamp())::bigint as keep_s, begun.failures,
           extract(epoch from clock_timestamp() - begun.last_good_at)::bigint as silent_s
      from begun join push_messages m on m.subscription_id = begun.id and m.topic = begun.topic
)sql"};
awaitable<std::vector<claimed>> claim(pg::pool& pool, pg::deadline until, std::int64_t most) {
    const auto found = co_await pool.query(until, claim_sql, most, static_cast<std::int64_t>(lease.count()));
    std::vector<claimed> all;
    for (const auto row : found) {
        claimed c;
        c.subscription = row.get<std::int64_t>("id");
        c.attempt = row.get<std::int64_t>("attempts");
        c.revision = row.get<std::int64_t>("revision");
        c.topic = row.text("topic");
        c.endpoint = row.text("endpoint");
        c.p256dh = row.get<std::vector<unsigned char>>("p256dh");
        c.auth = row.get<std::vector<unsigned char>>("auth");
        c.content.payload = row.text("payload");
        c.content.topic = c.topic;
        const auto urgency = std::ranges::find(webpush::urgency_names, row.text("urgency"));
        c.content.urgency = static_cast<webpush::urgency>(urgency - webpush::urgency_names.begin());
        c.content.keep_for = std::chrono::seconds(row.get<std::int64_t>("keep_s"));
        c.before.failures = row.get<int>("failures");
        c.before.silent_for = std::chrono::seconds(row.get<std::int64_t>("silent_s"));
        all.push_back(std::move(c));
    }
    co_return all;
}

const pg::statement end_sql{"push.end", R"sql(
    delete from push_subscriptions where id = $1 and attempts = $2
)sql"};
const pg::statement settle_sql{"push.settle", R"sql(
    with ended as (
        update push_subscriptions
           set failures = $5::int, busy_until = clock_timestamp() + make_interval(secs => $6),
               delivered_at = case when $7 then clock_timestamp() else delivered_at end
         where id = $1 and attempts = $2
        returning id
    )
    delete from push_messages
     where subscription_id = (select id from ended) and topic = $3 and revision = $4 and $8
)sql"};
awaitable<void> settle(pg::pool& pool, pg::deadline until, const claimed& c, const consequence& effect, bool delivered) {
    if (effect.subscription_ends) {
        co_await pool.exec(until, end_sql, c.subscription, c.attempt);
        co_return;
    }
    co_await pool.exec(until, settle_sql, c.subscription, c.attempt, c.topic, c.revision, effect.failures,
                       static_cast<std::int64_t>(effect.wait.count()), delivered, effect.message_done);
}

const pg::statement purge_sql{"push.purge", R"sql(
    delete from push_messages where (subscription_id, topic) in (
        select subscription_id, topic from push_messages where expires_at < statement_timestamp() order by expires_at limit 10000
           for update skip locked)
)sql"};
awaitable<std::int64_t> purge(pg::pool& pool, pg::deadline until) { co_return co_await pool.exec(until, purge_sql); }

}  // namespace gavel::push
