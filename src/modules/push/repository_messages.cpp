// SQL of messages that wait: how they come and how they are taken back. How they leave: repository.cpp.
#include "modules/push/messages.hpp"
#include "modules/push/repository.hpp"

namespace gavel::push {

runtime::doorbell& new_messages() {
    static runtime::doorbell process;
    return process;
}

// Subscriptions are locked before their messages, in the order of their ids, as everywhere in this module.
const pg::statement enqueue_sql{"push.enqueue", R"sql(
    with readers as materialized (
        select id, account_id from push_subscriptions where account_id = any ($1::bigint[]) order by id for key share
    )
    insert into push_messages (subscription_id, topic, name, payload, urgency, due_at, expires_at)
    select distinct on (readers.id, m.topic) readers.id, m.topic, m.name, m.payload, m.urgency, due.at,
           least(due.at + make_interval(secs => m.keep_s), m.worth_until)
      from readers
      join unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::timestamptz[])
           with ordinality as m (account_id, topic, name, payload, urgency, after_s, keep_s, worth_until, place) using (account_id)
     cross join lateral (select statement_timestamp() + make_interval(secs => m.after_s) as at) as due
     where m.worth_until is null or m.worth_until > due.at
     order by readers.id, m.topic, m.place desc
    on conflict on constraint push_messages_pkey do update
       set revision = push_messages.revision + 1, name = excluded.name, payload = excluded.payload, urgency = excluded.urgency,
           due_at = excluded.due_at, expires_at = excluded.expires_at
)sql"};
void enqueue(pg::transaction& tx, const std::vector<message>& messages) {
    if (messages.empty()) return;
    std::vector<account_id> accounts;
    std::vector<std::string> topics, names, payloads;
    std::vector<std::string_view> urgencies;
    std::vector<std::int64_t> after, keep;
    std::vector<std::optional<instant>> worth_until;
    for (const auto& each : messages) {
        accounts.push_back(each.account);
        topics.push_back(each.topic);
        names.push_back(each.name);
        payloads.push_back(payload_of(each));
        urgencies.push_back(to_string(each.urgency));
        after.push_back(each.after.count());
        keep.push_back(each.keep_for.count());
        worth_until.push_back(each.worth_until);
    }
    tx.post(enqueue_sql, accounts, topics, names, payloads, urgencies, after, keep, worth_until);
    tx.after_commit([] { new_messages().press(); });
}

const pg::statement withdraw_sql{"push.withdraw", R"sql(
    delete from push_messages
     where name = any ($2) and subscription_id in (select id from push_subscriptions where account_id = $1 order by id for key share)
)sql"};
void withdraw(pg::transaction& tx, account_id account, const std::vector<std::string>& names) { tx.post(withdraw_sql, account, names); }

}  // namespace gavel::push
