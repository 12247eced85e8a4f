#include "modules/newsletters/repository_campaigns.hpp"

#include <algorithm>

namespace gavel::newsletters {
namespace {

campaign_state state_named(std::string_view name) {
    return static_cast<campaign_state>(std::ranges::find(campaign_state_names, name) - campaign_state_names.begin());
}

campaign read_campaign(const pg::row& row) {
    campaign c;
    c.id = row.get<campaign_id>("id");
    c.state = state_named(row.text("state"));
    c.to.languages = row.get<std::vector<std::string>>("languages");
    c.to.category_ids = row.get<std::vector<std::string>>("category_ids");
    c.to.activity = row.text("activity");
    c.to.activity_days = row.get<std::int64_t>("activity_days");
    c.created_at = row.get<instant>("created_at");
    c.updated_at = row.get<instant>("updated_at");
    c.scheduled_at = row.get<std::optional<instant>>("scheduled_at");
    c.started_at = row.get<std::optional<instant>>("started_at");
    c.finished_at = row.get<std::optional<instant>>("finished_at");
    c.recipients = row.get<std::int64_t>("recipients");
    c.counts.waiting = row.get<std::int64_t>("waiting");
    c.counts.sent = row.get<std::int64_t>("sent");
    c.counts.refused = row.get<std::int64_t>("refused");
    c.counts.given_up = row.get<std::int64_t>("given_up");
    c.counts.suppressed = row.get<std::int64_t>("suppressed");
    c.counts.left = row.get<std::int64_t>("gone");
    c.counts.cancelled = row.get<std::int64_t>("cancelled");
    c.counts.unsubscribed = row.get<std::int64_t>("unsubscribed");
    c.counts.bounced = row.get<std::int64_t>("bounced");
    return c;
}

campaign_text read_text(const pg::row& row) {
    campaign_text t;
    t.lang = parse_language(row.text("language")).value_or(default_language);
    t.subject = row.text("subject");
    t.body = row.text("body");
    return t;
}

}  // namespace

// Macros because a statement's text is one literal.
#define GAVEL_CAMPAIGN_COLUMNS                                                                                                            \
    "c.id, c.state, c.languages, c.category_ids, c.activity, c.activity_days, c.created_at, c.updated_at, c.scheduled_at, c.started_at, " \
    "c.finished_at, c.recipients, n.* "                                                                                                   \
    " from newsletter_campaigns c"                                                                                                        \
    " cross join lateral (select count(*) filter (where state in ('waiting', 'queued')) as waiting,"                                      \
    "            count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'refused') as refused,"                   \
    "            count(*) filter (where state = 'given_up') as given_up, count(*) filter (where state = 'suppressed') as suppressed,"     \
    "            count(*) filter (where state = 'left') as gone, count(*) filter (where state = 'cancelled') as cancelled,"               \
    "            count(unsubscribed_at) as unsubscribed, count(bounced_at) as bounced"                                                    \
    "       from newsletter_recipients where campaign_id = c.id) as n"
// $1 languages, $2 categories, $3 activity, $4 days. A category stands for those below it; whoever chose a heading is interested in all
// that is below.
#define GAVEL_AUDIENCE                                                                                                                     \
    " from newsletter_subscribers s left join accounts a on a.email = s.address"                                                           \
    " where s.unsubscribed_at is null and not exists (select from mail_suppressions where address = s.address)"                            \
    "   and (cardinality($1::text[]) = 0 or s.language = any ($1))"                                                                        \
    "   and (cardinality($2::text[]) = 0"                                                                                                  \
    "        or s.category_ids && array(select unnest(array[id, parent_id]) from categories where id = any ($2) or parent_id = any ($2))"  \
    "        or exists (select from watches w join lots l on l.id = w.lot_id"                                                              \
    "                     join categories g on g.id = l.category_id and (g.id = any ($2) or g.parent_id = any ($2))"                       \
    "                    where w.account_id = a.id))"                                                                                      \
    "   and ($3::text = 'any' or ($3 = 'active') ="                                                                                        \
    "        (exists (select from sessions where account_id = a.id and last_seen_at > clock_timestamp() - make_interval(days => $4::int))" \
    "         or exists (select from participants where bidder_id = a.id"                                                                  \
    "                     and last_bid_at > clock_timestamp() - make_interval(days => $4::int))))"

const pg::statement insert_campaign_sql{"newsletters.insert_campaign", R"sql(
    insert into newsletter_campaigns (author_id) values ($1) returning id
)sql"};
awaitable<campaign_id> insert_campaign(pg::transaction& tx, account_id author) {
    const auto row = co_await tx.one(insert_campaign_sql, author);
    co_return row->get<campaign_id>("id");
}

const pg::statement find_campaign_sql{"newsletters.find_campaign", "select " GAVEL_CAMPAIGN_COLUMNS " where c.id = $1"};
const pg::statement find_texts_sql{"newsletters.find_texts", R"sql(
    select language, subject, body from newsletter_texts where campaign_id = $1
)sql"};
awaitable<std::optional<campaign>> find_campaign(pg::transaction& tx, campaign_id id) {
    const auto texts = tx.ask(find_texts_sql, id);
    const auto row = co_await tx.one(find_campaign_sql, id);
    if (!row) co_return std::nullopt;
    auto c = read_campaign(*row);
    for (const auto each : texts.get()) c.texts.push_back(read_text(each));
    std::ranges::sort(c.texts, {}, &campaign_text::lang);
    co_return c;
}

const pg::statement list_campaigns_sql{"newsletters.list_campaigns", "select " GAVEL_CAMPAIGN_COLUMNS R"sql(
     where $1::bigint is null or c.id < $1 order by c.id desc limit $2
)sql"};
const pg::statement list_subjects_sql{"newsletters.list_subjects", R"sql(
    select campaign_id, language, subject, '' as body from newsletter_texts where campaign_id = any ($1)
)sql"};
awaitable<std::vector<campaign>> list_campaigns(pg::pool& pool, pg::deadline until, std::optional<campaign_id> before, std::int64_t limit) {
    const auto found = co_await pool.query(until, list_campaigns_sql, before, limit);
    std::vector<campaign> all;
    std::vector<campaign_id> ids;
    for (const auto row : found) {
        all.push_back(read_campaign(row));
        ids.push_back(all.back().id);
    }
    const auto subjects = co_await pool.query(until, list_subjects_sql, ids);
    for (const auto row : subjects) {
        const auto of = row.get<campaign_id>("campaign_id");
        const auto at = std::ranges::find(all, of, &campaign::id);
        if (at != all.end()) at->texts.push_back(read_text(row));
    }
    for (auto& each : all) std::ranges::sort(each.texts, {}, &campaign_text::lang);
    co_return all;
}

const pg::statement lock_campaign_sql{"newsletters.lock_campaign", R"sql(
    select state from newsletter_campaigns where id = $1 for no key update
)sql"};
awaitable<std::optional<campaign_state>> lock_campaign(pg::transaction& tx, campaign_id id) {
    const auto row = co_await tx.one(lock_campaign_sql, id);
    if (!row) co_return std::nullopt;
    co_return state_named(row->text("state"));
}

const pg::statement store_segment_sql{"newsletters.store_segment", R"sql(
    update newsletter_campaigns
       set languages = $2, category_ids = $3, activity = $4, activity_days = $5::int, updated_at = clock_timestamp()
     where id = $1
)sql"};
void store_segment(pg::transaction& tx, campaign_id id, const segment& to) {
    tx.post(store_segment_sql, id, to.languages, to.category_ids, to.activity, to.activity_days);
}

const pg::statement store_text_sql{"newsletters.store_text", R"sql(
    insert into newsletter_texts (campaign_id, language, subject, body) values ($1, $2, $3, $4)
    on conflict on constraint newsletter_texts_pkey do update set subject = excluded.subject, body = excluded.body
)sql"};
const pg::statement remove_text_sql{"newsletters.remove_text", R"sql(
    delete from newsletter_texts where campaign_id = $1 and language = $2
)sql"};
const pg::statement touch_sql{"newsletters.touch", R"sql(
    update newsletter_campaigns set updated_at = clock_timestamp() where id = $1
)sql"};
void store_text(pg::transaction& tx, campaign_id id, const campaign_text& text) {
    if (text.subject.empty() && text.body.empty()) tx.post(remove_text_sql, id, to_string(text.lang));
    else tx.post(store_text_sql, id, to_string(text.lang), text.subject, text.body);
    tx.post(touch_sql, id);
}

const pg::statement store_state_sql{"newsletters.store_state", R"sql(
    update newsletter_campaigns
       set state = $2, updated_at = clock_timestamp(),
           scheduled_at = case when $2 = 'scheduled' then coalesce($3::timestamptz, clock_timestamp())
                               when $2 = 'draft' then null else scheduled_at end,
           finished_at = case when $2 = 'cancelled' then coalesce(finished_at, clock_timestamp()) end
     where id = $1
)sql"};
void store_state(pg::transaction& tx, campaign_id id, campaign_state state, std::optional<instant> scheduled_at) {
    tx.post(store_state_sql, id, to_string(state), scheduled_at);
}

const pg::statement count_audience_sql{"newsletters.count_audience", "select count(*) as people" GAVEL_AUDIENCE};
awaitable<std::int64_t> count_audience(pg::transaction& tx, const segment& to) {
    const auto row = co_await tx.one(count_audience_sql, to.languages, to.category_ids, to.activity, to.activity_days);
    co_return row->get<std::int64_t>("people");
}

// In the order in which they came, so that no provider gets all of its letters at once.
const pg::statement fix_recipients_sql{"newsletters.fix_recipients", R"sql(
    insert into newsletter_recipients (campaign_id, subscriber_id, address, language)
    select $5::bigint, s.id, s.address, ($6::text[])[array_position(array['uk', 'en', 'ru'], s.language)])sql" GAVEL_AUDIENCE R"sql(
     order by s.id
        on conflict on constraint newsletter_recipients_once do nothing
)sql"};
const pg::statement begin_sql{"newsletters.begin", R"sql(
    update newsletter_campaigns
       set state = 'sending', started_at = clock_timestamp(), updated_at = clock_timestamp(),
           recipients = (select count(*) from newsletter_recipients where campaign_id = $1)
     where id = $1 and state = 'scheduled'
    returning recipients
)sql"};
awaitable<std::int64_t> start_campaign(pg::transaction& tx, const campaign& c, const std::vector<std::string>& languages) {
    tx.post(fix_recipients_sql, c.to.languages, c.to.category_ids, c.to.activity, c.to.activity_days, c.id, languages);
    const auto row = co_await tx.one(begin_sql, c.id);
    co_return row ? row->get<std::int64_t>("recipients") : 0;
}

const pg::statement count_departures_sql{"newsletters.count_departures", R"sql(
    select count(*) as letters from mail_departures where sender = $1 and left_at > clock_timestamp() - interval '24 hours'
)sql"};
awaitable<std::int64_t> count_departures(pg::pool& pool, pg::deadline until, const std::string& sender) {
    const auto row = co_await pool.one(until, count_departures_sql, sender);
    co_return row->get<std::int64_t>("letters");
}

}  // namespace gavel::newsletters
