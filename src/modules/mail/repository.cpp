#include "modules/mail/repository.hpp"

#include <boost/json/array.hpp>

namespace gavel::mail {
namespace {

letter read_letter(const pg::row& row) {
    letter l(row.text("name"), parse_language(row.text("language")).value_or(default_language), std::string(row.text("recipient")));
    l.account = row.get<std::optional<account_id>>("account_id");
    l.thread = row.get<std::optional<std::string>>("thread").value_or("");
    const auto contents = row.get<boost::json::value>("contents");
    for (const auto& member : contents.as_object()) l.values[std::string(member.key())] = std::string(member.value().as_string());
    return l;
}

boost::json::object as_json(const letter& l) {
    boost::json::object values, o;
    for (const auto& [name, value] : l.values) values[name] = value;
    o["name"] = l.name;
    o["class"] = to_string(class_of(l.name));
    o["language"] = to_string(l.lang);
    o["recipient"] = l.to;
    if (l.account) o["account_id"] = l.account->value;
    if (!l.thread.empty()) o["thread"] = l.thread;
    if (!l.message_key.empty()) o["message_key"] = l.message_key;
    o["after_s"] = l.after.count();
    o["contents"] = std::move(values);
    return o;
}

}  // namespace

runtime::doorbell& new_letters() {
    static runtime::doorbell process;
    return process;
}

const pg::statement enqueue_sql{"mail.enqueue", R"sql(
    insert into mail_letters (name, class, language, recipient, account_id, thread, contents, message_key, due_at)
    select name, class, language, recipient, account_id, thread, contents, coalesce(message_key, gen_random_uuid()),
           clock_timestamp() + make_interval(secs => after_s)
      from jsonb_to_recordset($1::jsonb) as l (name text, class text, language text, recipient text, account_id bigint, thread text,
                                               contents jsonb, message_key uuid, after_s bigint)
)sql"};
void enqueue(pg::transaction& tx, const std::vector<letter>& letters) {
    if (letters.empty()) return;
    boost::json::array all;
    all.reserve(letters.size());
    for (const auto& each : letters) all.push_back(as_json(each));
    tx.post(enqueue_sql, boost::json::value(std::move(all)));
    tx.after_commit([] { new_letters().press(); });
}

const pg::statement withdraw_sql{"mail.withdraw", R"sql(
    update mail_letters set state = 'suppressed', finished_at = clock_timestamp()
     where account_id = $1 and name = any ($2) and state = 'waiting'
)sql"};
void withdraw(pg::transaction& tx, account_id account, const std::vector<std::string>& names) { tx.post(withdraw_sql, account, names); }

const pg::statement withdraw_all_sql{"mail.withdraw_all", R"sql(
    delete from mail_letters where account_id = $1 and state = 'waiting'
)sql"};
void withdraw_all(pg::transaction& tx, account_id account) { tx.post(withdraw_all_sql, account); }

const pg::statement take_back_sql{"mail.take_back", R"sql(
    delete from mail_letters where message_key = any ($1::uuid[]) and state = 'waiting' returning message_key
)sql"};
awaitable<std::vector<std::string>> take_back(pg::transaction& tx, const std::vector<std::string>& message_keys) {
    const auto taken = co_await tx.query(take_back_sql, message_keys);
    std::vector<std::string> keys;
    for (const auto row : taken) keys.emplace_back(row.text("message_key"));
    co_return keys;
}

const pg::statement ensure_sender_sql{"mail.ensure_sender", R"sql(
    insert into mail_senders (name) values ($1) on conflict do nothing
)sql"};
const pg::statement lock_sender_sql{"mail.lock_sender", R"sql(
    select from mail_senders where name = $1 for update
)sql"};
// A statement of its own: what committed while we waited for the lock must be seen.
const pg::statement read_sender_sql{"mail.read_sender", R"sql(
    select s.held, s.bulk_held, s.paused_until, s.faults, s.slowness, s.slowed_at, s.next_at, clock_timestamp() as now, d.departed, d.oldest
      from mail_senders s
     cross join lateral (select count(*) as departed, min(left_at) as oldest from mail_departures
                          where $2 and sender = s.name and left_at > statement_timestamp() - interval '24 hours') as d
     where s.name = $1
)sql"};
awaitable<locked_sender> lock_sender(pg::transaction& tx, std::string_view sender, bool with_window) {
    tx.post(ensure_sender_sql, sender);
    tx.post(lock_sender_sql, sender);
    const auto row = co_await tx.one(read_sender_sql, sender, with_window);
    locked_sender found;
    auto& s = found.state;
    s.held = row->get<bool>("held");
    s.bulk_held = row->get<bool>("bulk_held");
    s.paused_until = row->get<std::optional<instant>>("paused_until");
    s.faults = row->get<int>("faults");
    s.slowness = row->get<int>("slowness");
    s.slowed_at = row->get<std::optional<instant>>("slowed_at");
    s.next_at = row->get<instant>("next_at");
    s.left_in_window = row->get<std::int64_t>("departed");
    s.oldest_in_window = row->get<std::optional<instant>>("oldest");
    found.now = row->get<instant>("now");
    co_return found;
}

const pg::statement claim_sql{"mail.claim", R"sql(
    with chosen as (
        select due.id
          from unnest($2::text[]) with ordinality as wanted (class, place)
         cross join lateral (
               select id from mail_letters
                where class = wanted.class and state in ('waiting', 'sending') and due_at <= statement_timestamp()
                order by due_at, id limit 1 for update skip locked) as due
         order by wanted.place limit 1
    ), begun as (
        update mail_letters
           set state = 'sending', attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $3)
         where id = any (array(select id from chosen))
        returning id, name, language, recipient, account_id, thread, contents, attempts, failures, message_key, first_failed_at
    ), departed as (
        insert into mail_departures (sender, letter_id, attempt) select $1, id, attempts from begun
    ), spaced as (
        update mail_senders
           set next_at = clock_timestamp() + $4 * interval '1 millisecond',
               paused_until = case when paused_until > clock_timestamp() then paused_until end,
               pause_reason = case when paused_until > clock_timestamp() then pause_reason end
         where name = $1 and exists (select from begun)
    )
    select begun.*, exists (select from mail_suppressions where address = recipient) as suppressed,
           coalesce(extract(epoch from clock_timestamp() - first_failed_at), 0)::bigint as failing_for_s
      from begun
)sql"};
awaitable<std::optional<claimed>> claim(pg::transaction& tx, std::string_view sender, const std::vector<letter_class>& classes,
                                        std::chrono::milliseconds next_after) {
    std::vector<std::string_view> names;
    for (const auto each : classes) names.push_back(to_string(each));
    const auto row =
        co_await tx.one(claim_sql, sender, names, static_cast<std::int64_t>(lease.count()), static_cast<std::int64_t>(next_after.count()));
    if (!row) co_return std::nullopt;
    claimed c(read_letter(*row));
    c.id = row->get<std::int64_t>("id");
    c.attempt = row->get<int>("attempts");
    c.failures = row->get<int>("failures");
    c.failing_for = std::chrono::seconds(row->get<std::int64_t>("failing_for_s"));
    c.message_key = row->text("message_key");
    c.suppressed = row->get<bool>("suppressed");
    co_return c;
}

const pg::statement settle_sql{"mail.settle", R"sql(
    update mail_letters
       set state = $3, failures = failures + $5::int, last_said = $6,
           first_failed_at = case when $5::int = 1 then coalesce(first_failed_at, clock_timestamp()) else first_failed_at end,
           due_at = clock_timestamp() + make_interval(secs => $4),
           finished_at = case when $3 <> 'waiting' then clock_timestamp() end
     where id = $1 and attempts = $2 and state = 'sending'
)sql"};
awaitable<bool> settle(pg::transaction& tx, const claimed& c, std::string_view state, std::chrono::seconds again_after, bool failed,
                       std::string_view said) {
    const auto after_s = static_cast<std::int64_t>(again_after.count());
    co_return co_await tx.exec(settle_sql, c.id, c.attempt, state, after_s, failed ? 1 : 0, said.substr(0, 200)) > 0;
}

const pg::statement forget_departure_sql{"mail.forget_departure", R"sql(
    delete from mail_departures where letter_id = $1 and attempt = $2
)sql"};
void forget_departure(pg::transaction& tx, const claimed& c) { tx.post(forget_departure_sql, c.id, c.attempt); }

const pg::statement suppress_sql{"mail.suppress", R"sql(
    insert into mail_suppressions (address, reason) values ($1, $2) on conflict do nothing
)sql"};
void suppress(pg::transaction& tx, std::string_view address, std::string_view reason) { tx.post(suppress_sql, address, reason); }

const pg::statement trust_address_sql{"mail.trust_address", R"sql(
    delete from mail_suppressions where address = $1 and reason = 'bad_address'
)sql"};
void trust_address(pg::transaction& tx, std::string_view address) { tx.post(trust_address_sql, address); }

const pg::statement store_sender_sql{"mail.store_sender", R"sql(
    update mail_senders
       set faults = $2::int, slowness = $3::int, bulk_held = bulk_held or $5,
           slowed_at = case when $3::int = 0 then null when $4 then clock_timestamp() else coalesce(slowed_at, clock_timestamp()) end,
           paused_until = case when $6::bigint is null then paused_until else clock_timestamp() + make_interval(secs => $6) end,
           pause_reason = case when $6::bigint is null then pause_reason else $7 end
     where name = $1
)sql"};
void store_sender(pg::transaction& tx, std::string_view sender, const consequence& c, std::string_view pause_reason) {
    std::optional<std::int64_t> pause_s;
    if (c.pause) pause_s = c.pause->count();
    tx.post(store_sender_sql, sender, c.faults, c.slowness, c.slowed, c.hold_bulk, pause_s, pause_reason);
}

const pg::statement purge_sql{"mail.purge", R"sql(
    with letters as (
        delete from mail_letters where id in (
            select id from mail_letters where finished_at < statement_timestamp() - make_interval(days => $1::int)
             order by finished_at limit 10000 for update skip locked) returning 1
    ), departures as (
        delete from mail_departures where (letter_id, attempt) in (
            select letter_id, attempt from mail_departures where left_at < statement_timestamp() - interval '8 days' limit 10000) returning 1
    )
    select (select count(*) from letters) + (select count(*) from departures) as removed
)sql"};
awaitable<std::int64_t> purge(pg::pool& pool, pg::deadline until, std::int64_t keep_days) {
    const auto row = co_await pool.one(until, purge_sql, keep_days);
    co_return row->get<std::int64_t>("removed");
}

const pg::statement read_link_key_sql{"mail.read_link_key", R"sql(
    select key from mail_link_key
)sql"};
awaitable<link_key> read_link_key(pg::pool& pool, pg::deadline until) {
    const auto row = co_await pool.one(until, read_link_key_sql);
    const auto key = row->get<std::array<unsigned char, 32>>("key");
    co_return link_key(key.begin(), key.end());
}

}  // namespace gavel::mail
