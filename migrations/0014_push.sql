-- 0014_push.sql: web push: the key that names this site, the devices to be told, the messages that wait.
-- Locks: accounts, sessions (SHARE ROW EXCLUSIVE, foreign keys).  Old release keeps running: yes.
set local lock_timeout = '5s';

create table push_key (
    one         boolean primary key default true constraint push_key_single check (one),
    private_key bytea not null constraint push_key_size check (octet_length(private_key) = 32)
);
comment on table push_key is 'VAPID (RFC 8292). Made by the first server that needs it; a new one would end every subscription.';

create table push_subscriptions (
    id           bigint generated always as identity primary key,
    account_id   bigint not null references accounts on delete cascade,
    session_id   bigint not null constraint push_subscriptions_one_per_session unique references sessions on delete cascade,
    endpoint     text not null
                 constraint push_subscriptions_endpoint_unique unique
                 constraint push_subscriptions_endpoint_length check (octet_length(endpoint) between 10 and 1024),
    p256dh       bytea not null constraint push_subscriptions_point_size check (octet_length(p256dh) = 65),
    auth         bytea not null constraint push_subscriptions_auth_size check (octet_length(auth) = 16),
    created_at   timestamptz not null default clock_timestamp(),
    delivered_at timestamptz,
    failures     integer not null default 0 constraint push_subscriptions_failures_counted check (failures >= 0),
    attempts     bigint not null default 0 constraint push_subscriptions_attempts_counted check (attempts >= 0),
    busy_until   timestamptz not null default clock_timestamp()
);
comment on table push_subscriptions is 'Browsers to be told of news. One ends with the session it was made in: signing out is enough.';
comment on column push_subscriptions.endpoint is 'Address at the browser''s push service, written by a stranger. Whoever knows it can end messages to it: never shown.';
comment on column push_subscriptions.failures is 'In a row, since the last message that was taken.';
comment on column push_subscriptions.attempts is 'Attempts begun. Also the token of the running attempt: only its holder may say how it ended.';
comment on column push_subscriptions.busy_until is 'End of the lease of a running attempt, or of a pause the push service asked for. One message at a time, so their order holds.';
create index push_subscriptions_of_account on push_subscriptions (account_id, id desc);

create table push_messages (
    subscription_id bigint not null references push_subscriptions on delete cascade,
    topic           text not null constraint push_messages_topic_shape check (topic ~ '^[A-Za-z0-9_-]{1,32}$'),
    revision        bigint not null default 1 constraint push_messages_revision_counted check (revision > 0),
    name            text not null constraint push_messages_named check (name ~ '^[a-z_]{1,40}$'),
    payload         text not null constraint push_messages_payload_size check (octet_length(payload) between 2 and 3993),
    urgency         text not null constraint push_messages_urgency_known check (urgency in ('low', 'normal', 'high')),
    due_at          timestamptz not null,
    expires_at      timestamptz not null,
    constraint push_messages_pkey primary key (subscription_id, topic),
    constraint push_messages_has_time check (expires_at > due_at)
);
comment on table push_messages is 'What waits. A row goes when its message was taken, given up or outlived; a newer message about the same replaces it.';
comment on column push_messages.revision is 'Grows when a newer message takes the place: what is being sent then is not the end of the row.';
comment on column push_messages.name is 'The kind of news, by which somebody may turn them off.';
create index push_messages_due_first on push_messages (due_at);
create index push_messages_outlived_first on push_messages (expires_at);
