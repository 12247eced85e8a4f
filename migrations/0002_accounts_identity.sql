-- Accounts, registrations that wait for their letter, sessions.
-- Locks: none on older tables (only new ones).  Previous release keeps running: yes.
create table accounts (
    id            bigint generated always as identity primary key,
    email         text not null
                  constraint accounts_email_unique unique
                  constraint accounts_email_plausible check (email = lower(email) and length(email) between 3 and 254 and position('@' in email) > 1),
    password_hash text not null,
    display_name  text not null constraint accounts_display_name_length check (length(display_name) between 2 and 40),
    language      text not null constraint accounts_language_known check (language in ('uk', 'en', 'ru')),
    created_at    timestamptz not null default clock_timestamp()
);

create table account_confirmations (
    id            bigint generated always as identity primary key,
    email         text not null constraint account_confirmations_email_unique unique,
    password_hash text not null,
    display_name  text not null,
    language      text not null constraint account_confirmations_language_known check (language in ('uk', 'en', 'ru')),
    created_at    timestamptz not null default clock_timestamp()
);
comment on table account_confirmations is 'Registrations whose address is not confirmed yet; a new one for the same address replaces the old and its id.';
create index account_confirmations_oldest_first on account_confirmations (created_at);

-- One row per letter actually sent. No foreign key: a replaced registration takes a new id, which makes its old tokens worthless at once.
create table account_confirmation_tokens (
    token_hash      bytea primary key constraint account_confirmation_tokens_hash_size check (octet_length(token_hash) = 32),
    confirmation_id bigint not null,
    expires_at      timestamptz not null
);
comment on column account_confirmation_tokens.token_hash is 'SHA-256; the token itself is only in the letter.';
create index account_confirmation_tokens_by_expiry on account_confirmation_tokens (expires_at);

create table sessions (
    id           bigint generated always as identity primary key,
    account_id   bigint not null references accounts on delete cascade,
    token_hash   bytea not null
                 constraint sessions_token_hash_unique unique
                 constraint sessions_token_hash_size check (octet_length(token_hash) = 32),
    device       text not null constraint sessions_device_length check (length(device) <= 80),
    created_at   timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    expires_at   timestamptz not null
);
comment on column sessions.token_hash is 'SHA-256; the token itself is only in the cookie.';
create index sessions_by_account on sessions (account_id, id desc);
create index sessions_by_expiry on sessions (expires_at);
