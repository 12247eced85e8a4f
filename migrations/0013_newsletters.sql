-- 0013_newsletters.sql: who asked for news, the campaigns, and to whom each of them went.
-- Locks: mail_letters (ACCESS EXCLUSIVE while two indexes of a small table build).  Old release keeps running: yes.
set local lock_timeout = '5s';

create table newsletter_subscribers (
    id              bigint generated always as identity primary key,
    address         text not null constraint newsletter_subscribers_once unique
                    constraint newsletter_subscribers_address_plausible
                    check (address = lower(address) and length(address) between 3 and 254 and position('@' in address) > 1),
    language        text not null constraint newsletter_subscribers_language_known check (language in ('uk', 'en', 'ru')),
    category_ids    text[] not null default '{}' constraint newsletter_subscribers_categories_few check (cardinality(category_ids) <= 30),
    asked_by        text not null constraint newsletter_subscribers_asked_by_known check (asked_by in ('letter', 'account')),
    subscribed_at   timestamptz not null default clock_timestamp(),
    unsubscribed_at timestamptz,
    constraint newsletter_subscribers_left_later check (unsubscribed_at >= subscribed_at)
);
comment on table newsletter_subscribers is 'Addresses whose owners have asked for news, with an account or without one. Who has left stays as such.';
comment on column newsletter_subscribers.asked_by is 'How the owner proved to be one: by the link of a letter, or with an account whose address is confirmed.';

create table newsletter_wishes (
    id           bigint generated always as identity primary key,
    address      text not null constraint newsletter_wishes_address_unique unique,
    language     text not null constraint newsletter_wishes_language_known check (language in ('uk', 'en', 'ru')),
    category_ids text[] not null,
    created_at   timestamptz not null default clock_timestamp()
);
comment on table newsletter_wishes is 'Subscriptions whose letter has not been answered; a new one for the same address replaces the old and its id.';
create index newsletter_wishes_oldest_first on newsletter_wishes (created_at);

-- One row per letter actually sent. No foreign key: a replaced wish takes a new id, which makes its old tokens worthless at once.
create table newsletter_tokens (
    token_hash bytea primary key constraint newsletter_tokens_hash_size check (octet_length(token_hash) = 32),
    wish_id    bigint not null,
    expires_at timestamptz not null
);
comment on column newsletter_tokens.token_hash is 'SHA-256; the token itself is only in the letter.';
create index newsletter_tokens_by_expiry on newsletter_tokens (expires_at);

create table newsletter_campaigns (
    id            bigint generated always as identity primary key,
    state         text not null default 'draft' constraint newsletter_campaigns_state_known
                  check (state in ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    languages     text[] not null default '{}'
                  constraint newsletter_campaigns_languages_known check (languages <@ array['uk', 'en', 'ru']),
    category_ids  text[] not null default '{}' constraint newsletter_campaigns_categories_few check (cardinality(category_ids) <= 30),
    activity      text not null default 'any' constraint newsletter_campaigns_activity_known check (activity in ('any', 'active', 'inactive')),
    activity_days integer not null default 30 constraint newsletter_campaigns_activity_days_bounds check (activity_days between 1 and 3650),
    author_id     bigint references accounts on delete set null,
    created_at    timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    scheduled_at  timestamptz,
    started_at    timestamptz,
    finished_at   timestamptz,
    recipients    integer not null default 0 constraint newsletter_campaigns_recipients_counted check (recipients >= 0),
    constraint newsletter_campaigns_scheduled_has_time check (state <> 'scheduled' or scheduled_at is not null),
    constraint newsletter_campaigns_draft_untouched check (state not in ('draft', 'scheduled') or started_at is null),
    constraint newsletter_campaigns_sending_has_begun check (state not in ('sending', 'paused', 'sent') or started_at is not null),
    constraint newsletter_campaigns_over_has_time check ((state in ('sent', 'cancelled')) = (finished_at is not null))
);
comment on table newsletter_campaigns is 'A letter to many. Empty lists mean everybody. Recipients are fixed when it starts.';
create index newsletter_campaigns_due on newsletter_campaigns (scheduled_at) where state = 'scheduled';

create table newsletter_texts (
    campaign_id bigint not null references newsletter_campaigns on delete cascade,
    language    text not null constraint newsletter_texts_language_known check (language in ('uk', 'en', 'ru')),
    subject     text not null constraint newsletter_texts_subject_length check (char_length(subject) <= 150),
    body        text not null constraint newsletter_texts_body_length check (char_length(body) <= 20000),
    constraint newsletter_texts_pkey primary key (campaign_id, language),
    constraint newsletter_texts_begun check (subject <> '' or body <> '')
);
comment on table newsletter_texts is 'What a campaign says in one language; while it is a draft, half of it may be missing.';

create table newsletter_recipients (
    id              bigint generated always as identity primary key,
    campaign_id     bigint not null references newsletter_campaigns on delete cascade,
    subscriber_id   bigint not null references newsletter_subscribers,
    address         text not null,
    language        text not null constraint newsletter_recipients_language_known check (language in ('uk', 'en', 'ru')),
    message_key     uuid not null default gen_random_uuid() constraint newsletter_recipients_message_key_once unique,
    state           text not null default 'waiting' constraint newsletter_recipients_state_known
                    check (state in ('waiting', 'queued', 'sent', 'refused', 'given_up', 'suppressed', 'left', 'cancelled')),
    unsubscribed_at timestamptz,
    bounced_at      timestamptz,
    constraint newsletter_recipients_once unique (campaign_id, subscriber_id)
);
comment on table newsletter_recipients is 'Who gets a campaign, fixed when it starts, in the order in which the letters leave.';
comment on column newsletter_recipients.message_key is 'Of the letter, whenever and however often it is put into the queue: nobody gets it twice.';
comment on column newsletter_recipients.state is 'queued: its letter is in mail_letters, which knows more. left: unsubscribed before it was sent.';
create index newsletter_recipients_next on newsletter_recipients (campaign_id, id) where state = 'waiting';
create index newsletter_recipients_unsettled on newsletter_recipients (campaign_id, id) where state in ('queued', 'given_up');
create index newsletter_recipients_by_state on newsletter_recipients (campaign_id, state);
create index newsletter_recipients_of_address on newsletter_recipients (address, id);
create index newsletter_recipients_of_subscriber on newsletter_recipients (subscriber_id);

create table newsletter_turn (
    one boolean primary key default true constraint newsletter_turn_single check (one)
);
comment on table newsletter_turn is 'Its row is the lock under which servers take turns at feeding the queue of letters.';
insert into newsletter_turn default values;

-- A letter exists once whoever puts it into the queue; what comes back is found by its Message-ID or by its address.
alter table mail_letters add constraint mail_letters_message_key_once unique (message_key);
create index mail_letters_sent_to on mail_letters (recipient, finished_at) where state = 'sent';

-- Letters of one class leave in the order in which they were written, also those of one microsecond.
drop index mail_letters_due_first;
create index mail_letters_due_first on mail_letters (class, due_at, id) where state in ('waiting', 'sending');
