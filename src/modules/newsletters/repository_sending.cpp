#include "modules/newsletters/repository_sending.hpp"

namespace gavel::newsletters {

const pg::statement take_turn_sql{"newsletters.take_turn", R"sql(
    select one from newsletter_turn for update skip locked
)sql"};
awaitable<bool> take_turn(pg::transaction& tx) {
    const auto turn = co_await tx.one(take_turn_sql);
    co_return turn.has_value();
}

const pg::statement next_due_sql{"newsletters.next_due", R"sql(
    select id from newsletter_campaigns where state = 'scheduled' and scheduled_at <= clock_timestamp()
     order by scheduled_at limit 1 for no key update skip locked
)sql"};
awaitable<std::optional<campaign_id>> next_due(pg::transaction& tx) {
    const auto row = co_await tx.one(next_due_sql);
    if (!row) co_return std::nullopt;
    co_return row->get<campaign_id>("id");
}

// Those that were given up too: the operator may have had them tried again. A letter that is not there any more ended long ago.
const pg::statement settle_recipients_sql{"newsletters.settle_recipients", R"sql(
    with over as materialized (
        select r.id, coalesce(case when l.state = 'pointless' then 'left' else l.state end, 'given_up') as state
          from newsletter_recipients r left join mail_letters l on l.message_key = r.message_key
         where r.state in ('queued', 'given_up') and coalesce(l.state, 'given_up') not in ('waiting', 'sending')
           and coalesce(l.state, 'given_up') <> r.state
         limit 5000
    )
    update newsletter_recipients r set state = over.state from over where r.id = over.id
)sql"};
awaitable<std::int64_t> settle_recipients(pg::transaction& tx) { co_return co_await tx.exec(settle_recipients_sql); }

const pg::statement keys_to_take_back_sql{"newsletters.keys_to_take_back", R"sql(
    select r.message_key from newsletter_campaigns c join newsletter_recipients r on r.campaign_id = c.id and r.state = 'queued'
      join mail_letters l on l.message_key = r.message_key and l.state = 'waiting'
     where c.state in ('paused', 'cancelled') limit $1
)sql"};
awaitable<std::vector<std::string>> keys_to_take_back(pg::transaction& tx, std::int64_t limit) {
    const auto found = co_await tx.query(keys_to_take_back_sql, limit);
    std::vector<std::string> keys;
    for (const auto row : found) keys.emplace_back(row.text("message_key"));
    co_return keys;
}

const pg::statement put_back_sql{"newsletters.put_back", R"sql(
    update newsletter_recipients set state = 'waiting' where message_key = any ($1::uuid[]) and state = 'queued'
)sql"};
void put_back(pg::transaction& tx, const std::vector<std::string>& message_keys) { tx.post(put_back_sql, message_keys); }

const pg::statement cancel_waiting_sql{"newsletters.cancel_waiting", R"sql(
    update newsletter_recipients set state = 'cancelled'
     where state = 'waiting' and campaign_id in (select id from newsletter_campaigns where state = 'cancelled')
)sql"};
void cancel_waiting(pg::transaction& tx) { tx.post(cancel_waiting_sql); }

const pg::statement sending_campaigns_sql{"newsletters.sending_campaigns", R"sql(
    select c.id, (select count(*) from newsletter_recipients where campaign_id = c.id and state = 'queued') as queued
      from newsletter_campaigns c where c.state = 'sending' order by c.started_at, c.id for no key update skip locked
)sql"};
awaitable<std::vector<hungry_campaign>> sending_campaigns(pg::transaction& tx) {
    const auto found = co_await tx.query(sending_campaigns_sql);
    std::vector<hungry_campaign> all;
    for (const auto row : found) {
        hungry_campaign c;
        c.id = row.get<campaign_id>("id");
        c.queued = row.get<std::int64_t>("queued");
        all.push_back(c);
    }
    co_return all;
}

const pg::statement next_recipients_sql{"newsletters.next_recipients", R"sql(
    select id, subscriber_id, address, message_key, language from newsletter_recipients
     where campaign_id = $1 and state = 'waiting' order by id limit $2
)sql"};
awaitable<std::vector<recipient>> next_recipients(pg::transaction& tx, campaign_id campaign, std::int64_t limit) {
    const auto found = co_await tx.query(next_recipients_sql, campaign, limit);
    std::vector<recipient> all;
    for (const auto row : found) {
        recipient r;
        r.id = row.get<recipient_id>("id");
        r.subscriber = row.get<subscriber_id>("subscriber_id");
        r.address = row.text("address");
        r.message_key = row.text("message_key");
        r.lang = parse_language(row.text("language")).value_or(default_language);
        all.push_back(std::move(r));
    }
    co_return all;
}

const pg::statement mark_queued_sql{"newsletters.mark_queued", R"sql(
    update newsletter_recipients set state = 'queued' where id = any ($1)
)sql"};
void mark_queued(pg::transaction& tx, const std::vector<recipient_id>& some) { tx.post(mark_queued_sql, some); }

const pg::statement finish_campaigns_sql{"newsletters.finish_campaigns", R"sql(
    update newsletter_campaigns c set state = 'sent', finished_at = clock_timestamp(), updated_at = clock_timestamp()
     where c.state = 'sending'
       and not exists (select from newsletter_recipients where campaign_id = c.id and state in ('waiting', 'queued'))
)sql"};
void finish_campaigns(pg::transaction& tx) { tx.post(finish_campaigns_sql); }

const pg::statement text_for_sql{"newsletters.text_for", R"sql(
    select t.subject, t.body from newsletter_texts t join newsletter_subscribers s on s.id = $2 and s.unsubscribed_at is null
     where t.campaign_id = $1 and t.language = $3
)sql"};
awaitable<std::optional<campaign_text>> text_for(pg::pool& pool, pg::deadline until, campaign_id campaign, subscriber_id subscriber,
                                                 language lang) {
    const auto row = co_await pool.one(until, text_for_sql, campaign, subscriber, to_string(lang));
    if (!row) co_return std::nullopt;
    campaign_text t;
    t.lang = lang;
    t.subject = row->text("subject");
    t.body = row->text("body");
    co_return t;
}

}  // namespace gavel::newsletters
