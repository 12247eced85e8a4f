-- 0012_mail.sql: letters that wait to leave, the account they leave through, whom not to write to; what an account wants to be told.
-- Locks: accounts (SHARE ROW EXCLUSIVE, foreign keys).  Old release keeps running: yes.
set local lock_timeout = '5s';

create table mail_letters (
    id              bigint generated always as identity primary key,
    message_key     uuid not null default gen_random_uuid(),
    name            text not null constraint mail_letters_named check (name ~ '^[a-z_]+$' and length(name) <= 60),
    class           text not null constraint mail_letters_class_known check (class in ('transactional', 'notice', 'bulk')),
    language        text not null constraint mail_letters_language_known check (language in ('uk', 'en', 'ru')),
    recipient       text not null constraint mail_letters_recipient_plausible
                    check (recipient = lower(recipient) and length(recipient) between 3 and 254 and position('@' in recipient) > 1),
    account_id      bigint constraint mail_letters_account_positive check (account_id > 0),
    thread          text constraint mail_letters_thread_shape check (thread ~ '^[a-z0-9.]{1,60}$'),
    contents        jsonb not null constraint mail_letters_contents_object check (jsonb_typeof(contents) = 'object'),
    state           text not null default 'waiting' constraint mail_letters_state_known
                    check (state in ('waiting', 'sending', 'sent', 'refused', 'given_up', 'suppressed', 'pointless')),
    attempts        integer not null default 0 constraint mail_letters_attempts_counted check (attempts >= 0),
    failures        integer not null default 0 constraint mail_letters_failures_counted check (failures between 0 and attempts),
    due_at          timestamptz not null default clock_timestamp(),
    created_at      timestamptz not null default clock_timestamp(),
    first_failed_at timestamptz,
    finished_at     timestamptz,
    last_said       text constraint mail_letters_last_said_short check (length(last_said) <= 200),
    constraint mail_letters_finished_has_time check ((state in ('waiting', 'sending')) = (finished_at is null)),
    constraint mail_letters_failed_has_time check ((failures > 0) = (first_failed_at is not null))
);
comment on table mail_letters is 'Letters that exist exactly if the transaction that wrote them committed. Contents never hold secrets.';
comment on column mail_letters.message_key is 'The Message-ID, the same on every attempt and in every copy of this database.';
comment on column mail_letters.account_id is 'Who can turn such letters off; no foreign key: a letter outlives nobody for long.';
comment on column mail_letters.thread is 'Letters that a mail program shows together.';
comment on column mail_letters.attempts is 'Attempts begun. Also the token of the running attempt: only its holder may say how it ended.';
comment on column mail_letters.failures is 'Attempts that failed because of this letter or its reader; an account that may not send does not count.';
comment on column mail_letters.due_at is 'Waiting: not before. Sending: the end of the lease, after which another server takes the letter over.';
comment on column mail_letters.last_said is 'The codes of the server''s last answer. Never its words.';
create index mail_letters_due_first on mail_letters (class, due_at) where state in ('waiting', 'sending');
create index mail_letters_finished_first on mail_letters (finished_at) where finished_at is not null;
create index mail_letters_waiting_of_account on mail_letters (account_id) where state = 'waiting' and account_id is not null;

create table mail_senders (
    name         text primary key constraint mail_senders_name_length check (length(name) between 1 and 400),
    held         boolean not null default false,
    bulk_held    boolean not null default false,
    paused_until timestamptz,
    pause_reason text constraint mail_senders_pause_known
                 check (pause_reason in ('unreachable', 'throttled', 'busy_login', 'quota', 'credentials', 'setup')),
    faults       smallint not null default 0 constraint mail_senders_faults_counted check (faults between 0 and 100),
    slowness     smallint not null default 0 constraint mail_senders_slowness_bounded check (slowness between 0 and 6),
    slowed_at    timestamptz,
    next_at      timestamptz not null default clock_timestamp(),
    constraint mail_senders_pause_has_reason check ((paused_until is null) = (pause_reason is null)),
    constraint mail_senders_slow_has_time check ((slowness = 0) = (slowed_at is null))
);
comment on table mail_senders is 'An account at a mail server. Its row is the lock under which every server of ours asks to send.';
comment on column mail_senders.held is 'By the operator, until resumed.';
comment on column mail_senders.bulk_held is 'The server distrusts what we send; only letters to many stop, until the operator resumes.';
comment on column mail_senders.faults is 'Faults of the account in a row: each pause is longer than the one before.';
comment on column mail_senders.slowness is 'The time between two letters is doubled so many times.';
comment on column mail_senders.next_at is 'No letter may leave before.';

create table mail_departures (
    sender    text not null references mail_senders on delete cascade,
    letter_id bigint not null,
    attempt   integer not null,
    left_at   timestamptz not null default clock_timestamp(),
    constraint mail_departures_pkey primary key (letter_id, attempt)
);
comment on table mail_departures is 'What counts against the daily limit: written before a letter is handed over, so that a crash never makes us forget one.';
create index mail_departures_newest on mail_departures (sender, left_at);

create table mail_suppressions (
    address    text primary key constraint mail_suppressions_address_plausible
               check (address = lower(address) and length(address) between 3 and 254 and position('@' in address) > 1),
    reason     text not null constraint mail_suppressions_reason_known check (reason in ('bad_address', 'complaint', 'unsubscribed', 'operator')),
    created_at timestamptz not null default clock_timestamp()
);
comment on table mail_suppressions is 'Addresses that get only the letters they ask for themselves (confirmation, password).';

create table mail_link_key (
    one boolean primary key default true constraint mail_link_key_single check (one),
    key bytea not null constraint mail_link_key_size check (octet_length(key) = 32)
);
comment on table mail_link_key is 'Signs the links by which letters are turned off without signing in. The random part of a version 4 UUID has 122 bits.';
insert into mail_link_key (key) select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));

-- What an account wants to be told, and how.
create table notification_preferences (
    account_id bigint not null references accounts on delete cascade,
    kind       text not null constraint notification_preferences_kind_named check (kind ~ '^[a-z_]{1,40}$'),
    channel    text not null constraint notification_preferences_channel_known check (channel in ('in_app', 'mail', 'push')),
    wanted     boolean not null,
    constraint notification_preferences_pkey primary key (account_id, kind, channel)
);
comment on table notification_preferences is 'Only what somebody has chosen; everything else is as the program says.';

create table notification_settings (
    account_id    bigint primary key references accounts on delete cascade,
    quiet_from    smallint constraint notification_settings_quiet_from_minute check (quiet_from between 0 and 1439),
    quiet_to      smallint constraint notification_settings_quiet_to_minute check (quiet_to between 0 and 1439),
    time_zone     text not null default 'Europe/Kyiv' constraint notification_settings_zone_short check (length(time_zone) between 1 and 60),
    digest        text not null default 'off' constraint notification_settings_digest_known check (digest in ('off', 'daily')),
    digest_due_at timestamptz,
    digest_after  bigint not null default 0,
    constraint notification_settings_quiet_whole check ((quiet_from is null) = (quiet_to is null)),
    constraint notification_settings_quiet_not_empty check (quiet_from <> quiet_to),
    constraint notification_settings_digest_has_time check ((digest = 'off') = (digest_due_at is null))
);
comment on column notification_settings.quiet_from is 'Minute of the day in time_zone from which letters and pushes wait, until quiet_to; may go past midnight.';
comment on column notification_settings.digest_after is 'The newest notification that a digest has told.';
create index notification_settings_digests_due on notification_settings (digest_due_at) where digest_due_at is not null;

-- New passwords by letter. A row of the first is a wish whose letter may not have left yet; using any token of an account ends all of them.
create table account_password_resets (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts on delete cascade,
    created_at timestamptz not null default clock_timestamp()
);
create index account_password_resets_of_account on account_password_resets (account_id);
create index account_password_resets_oldest_first on account_password_resets (created_at);

create table account_password_tokens (
    token_hash bytea primary key constraint account_password_tokens_hash_size check (octet_length(token_hash) = 32),
    account_id bigint not null references accounts on delete cascade,
    expires_at timestamptz not null
);
comment on column account_password_tokens.token_hash is 'SHA-256; the token itself is only in the letter.';
create index account_password_tokens_of_account on account_password_tokens (account_id);
create index account_password_tokens_by_expiry on account_password_tokens (expires_at);
