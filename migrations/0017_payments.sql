-- 0017_payments.sql: money by card: payments, attempts at the provider, what it told, refunds, differences.
-- Locks: accounts (SHARE ROW EXCLUSIVE, foreign keys).  Old release keeps running: yes.
set local lock_timeout = '5s';

create table payments (
    id           bigint generated always as identity primary key,
    subject_kind text not null constraint payments_subject_kind_shape check (subject_kind ~ '^[a-z]{1,20}$'),
    subject_id   bigint not null constraint payments_subject_positive check (subject_id > 0),
    payer_id     bigint not null references accounts,
    state        text not null default 'created' constraint payments_state_known check (state in
                 ('created', 'pending', 'held', 'approved', 'declined', 'expired', 'released', 'refunding', 'refunded_part', 'refunded')),
    amount       bigint not null constraint payments_amount_bounds check (amount between 1 and 10000000000000),
    currency     text not null constraint payments_currency_shape check (currency ~ '^[A-Z]{3}$'),
    hold         boolean not null,
    title        text not null constraint payments_title_length check (char_length(title) between 1 and 300),
    return_path  text not null constraint payments_return_path_shape check (return_path ~ '^/' and char_length(return_path) <= 300),
    pay_until    timestamptz not null,
    refunded     bigint not null default 0,
    granted      boolean not null default false,
    decline      text constraint payments_decline_shape check (decline ~ '^[a-z_]{1,30}$'),
    created_at   timestamptz not null default clock_timestamp(),
    approved_at  timestamptz,
    constraint payments_refunded_within check (refunded between 0 and amount),
    constraint payments_approved_has_time check (approved_at is not null or state in ('created', 'pending', 'declined', 'expired')),
    constraint payments_granted_was_approved check (not granted or approved_at is not null)
);
comment on table payments is 'One sum that one person owes for one thing. A row is never deleted; the state follows from its attempts.';
comment on column payments.granted is 'What was paid for has been given (or, of a hold, counts as reserved). False beside an approved_at: the money goes back.';
comment on column payments.refunded is 'Arrived back at the card; of the attempt that counts, not of surplus ones.';
create unique index payments_one_live_per_subject on payments (subject_kind, subject_id) where state in ('created', 'pending');
create unique index payments_one_paid_per_subject on payments (subject_kind, subject_id)
    where granted and state in ('held', 'approved', 'refunding', 'refunded_part');
create index payments_of_subject on payments (subject_kind, subject_id, id desc);
create index payments_of_payer on payments (payer_id, id desc);
create index payments_in_state on payments (state, id desc);

create table payment_attempts (
    id               bigint generated always as identity primary key,
    payment_id       bigint not null references payments,
    provider         text not null constraint payment_attempts_provider_shape check (provider ~ '^[a-z]{1,20}$'),
    provider_order   text not null constraint payment_attempts_order_once unique
                     constraint payment_attempts_order_shape check (provider_order ~ '^[A-Za-z0-9_-]{8,64}$'),
    provider_payment text constraint payment_attempts_number_length check (char_length(provider_payment) <= 40),
    state            text not null default 'created' constraint payment_attempts_state_known check (state in
                     ('created', 'unknown', 'pending', 'held', 'approved', 'declined', 'expired', 'failed', 'released', 'disputed')),
    amount           bigint not null constraint payment_attempts_amount_bounds check (amount between 1 and 10000000000000),
    currency         text not null constraint payment_attempts_currency_shape check (currency ~ '^[A-Z]{3}$'),
    hold             boolean not null,
    checkout_url     text constraint payment_attempts_url_length check (char_length(checkout_url) <= 2048),
    captured         bigint not null default 0,
    refunded         bigint not null default 0,
    refunding        bigint not null default 0,
    loose            bigint not null default 0,
    surplus          boolean not null default false,
    decline          text constraint payment_attempts_decline_shape check (decline ~ '^[a-z_]{1,30}$'),
    code             integer,
    card             text constraint payment_attempts_card_masked check (char_length(card) <= 30),
    created_at       timestamptz not null default clock_timestamp(),
    expires_at       timestamptz not null,
    checked_at       timestamptz,
    check_at         timestamptz,
    checks           bigint not null default 0,
    asked            bigint not null default 0,
    audits           integer not null default 0,
    constraint payment_attempts_captured_within check (captured between 0 and amount),
    constraint payment_attempts_gives_back_at_most_what_it_took
        check (refunded >= 0 and refunding >= 0 and refunded + refunding <= captured),
    constraint payment_attempts_loose_within check (loose between 0 and captured - refunded - refunding),
    constraint payment_attempts_charged_is_approved check ((captured > 0) = (state = 'approved'))
);
comment on table payment_attempts is 'One order at the provider. Its number is ours, random, and never used again.';
comment on column payment_attempts.loose is 'Of refunds that the provider refused: the payer has this much in the wallet already.';
comment on column payment_attempts.surplus is 'Approved although another attempt of the payment, or another payment of the thing, had been: it is given back by itself.';
comment on column payment_attempts.check_at is 'When the provider is asked next; null: never again. While it is being asked, the end of the lease.';
comment on column payment_attempts.asked is 'Grows with every reason to ask. An answer to an older question does not delay the next.';
create unique index payment_attempts_one_approved on payment_attempts (payment_id) where state in ('held', 'approved', 'released') and not surplus;
create unique index payment_attempts_number_once on payment_attempts (provider, provider_payment);
create index payment_attempts_of_payment on payment_attempts (payment_id, id);
create index payment_attempts_due_first on payment_attempts (check_at) where check_at is not null;

create table payment_operations (
    id           bigint generated always as identity primary key,
    attempt_id   bigint not null references payment_attempts,
    kind         text not null constraint payment_operations_kind_known check (kind in ('refund', 'release', 'capture')),
    state        text not null default 'waiting' constraint payment_operations_state_known check (state in ('waiting', 'done', 'refused')),
    amount       bigint not null constraint payment_operations_amount_positive check (amount > 0),
    reason       text not null constraint payment_operations_reason_length check (char_length(reason) between 1 and 500),
    key          text not null constraint payment_operations_once unique constraint payment_operations_key_length check (char_length(key) <= 200),
    reverse_id   text not null constraint payment_operations_reverse_id_once unique
                 constraint payment_operations_reverse_id_shape check (reverse_id ~ '^[A-Za-z0-9_-]{8,50}$'),
    asked_by     bigint references accounts,
    tries        integer not null default 0 constraint payment_operations_tries_counted check (tries >= 0),
    accepted     boolean not null default false,
    code         integer,
    created_at   timestamptz not null default clock_timestamp(),
    next_at      timestamptz not null default clock_timestamp(),
    finished_at  timestamptz,
    constraint payment_operations_end_has_time check ((state = 'waiting') = (finished_at is null))
);
comment on table payment_operations is 'What the provider is told to do with money it has. Done only when its status says so.';
comment on column payment_operations.accepted is 'It said yes; from then on it is only asked how things stand.';
comment on column payment_operations.reverse_id is 'The same on every try, so that the provider does it once.';
create index payment_operations_of_attempt on payment_operations (attempt_id, id);
create index payment_operations_due_first on payment_operations (next_at) where state = 'waiting';
create unique index payment_operations_one_end_of_hold on payment_operations (attempt_id) where kind in ('release', 'capture') and state <> 'refused';

create table payment_events (
    id             bigint generated always as identity primary key,
    hash           bytea not null constraint payment_events_once unique constraint payment_events_hash_size check (octet_length(hash) = 32),
    source         text not null constraint payment_events_source_known check (source in ('callback', 'status')),
    attempt_id     bigint references payment_attempts,
    provider_order text not null constraint payment_events_order_length check (char_length(provider_order) <= 1024),
    order_status   text not null,
    amount         text not null,
    body           text not null constraint payment_events_body_size check (octet_length(body) <= 65536),
    received_at    timestamptz not null default clock_timestamp()
);
comment on table payment_events is 'What the provider said with a good signature, as received, once.';
create index payment_events_of_attempt on payment_events (attempt_id, id desc);

create table payment_differences (
    id             bigint generated always as identity primary key,
    kind           text not null constraint payment_differences_kind_known check (kind in
                   ('amount_differs', 'currency_differs', 'converted', 'status_went_back', 'refunded_elsewhere', 'refund_refused', 'refund_stuck',
                    'capture_refused', 'no_answer_after_end', 'totals_differ', 'other_payment_number', 'unknown_order')),
    attempt_id     bigint references payment_attempts,
    provider_order text not null,
    ours           text not null,
    theirs         text not null,
    detail         text not null default '',
    found_at       timestamptz not null default clock_timestamp(),
    resolved_at    timestamptz,
    resolved_by    bigint references accounts,
    note           text constraint payment_differences_note_length check (char_length(note) between 1 and 500),
    constraint payment_differences_told_once unique (provider_order, kind, theirs),
    constraint payment_differences_resolved_has_note check ((resolved_at is null) = (note is null))
);
comment on table payment_differences is 'Where the provider and our books differ and only an operator can help. The same facts are told once.';
create index payment_differences_open_first on payment_differences (id desc) where resolved_at is null;
create index payment_differences_of_attempt on payment_differences (attempt_id, id);
