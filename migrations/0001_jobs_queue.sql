-- 0001_jobs_queue.sql: the outbox and the job queue.  Locks: none but its own.  Old release keeps running: yes.
set local lock_timeout = '5s';

create table jobs (
    id          bigint generated always as identity primary key,
    kind        text not null constraint jobs_kind_named check (kind ~ '^[a-z_]+(\.[a-z_]+)*$' and length(kind) <= 100),
    payload     jsonb not null constraint jobs_payload_object check (jsonb_typeof(payload) = 'object'),
    unique_key  text constraint jobs_unique_key_short check (length(unique_key) between 1 and 200),
    state       text not null default 'waiting' constraint jobs_state_known check (state in ('waiting', 'running', 'done', 'dead')),
    attempts    integer not null default 0 constraint jobs_attempts_counted check (attempts >= 0),
    due_at      timestamptz not null default clock_timestamp(),
    last_error  text,
    created_at  timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    constraint jobs_finished_has_time check ((state in ('done', 'dead')) = (finished_at is not null))
);
comment on table jobs is 'Work that exists exactly if the transaction that asked for it committed.';
comment on column jobs.attempts is 'Attempts begun. Also the token of the running attempt: only its holder may finish the job.';
comment on column jobs.due_at is 'Waiting: not before. Running: the end of the lease, after which another worker takes the job over.';
comment on column jobs.last_error is 'Why the last attempt failed. Never personal data.';

-- The second job of one kind and key is not added; done ones are kept for seven days, so a late repetition is caught too.
create unique index jobs_once_per_key on jobs (kind, unique_key) where unique_key is not null;
-- By kind: letters that wait for a mail server by the ten thousand stand in nobody else's way.
create index jobs_due_first on jobs (kind, due_at) where state in ('waiting', 'running');
create index jobs_finished_first on jobs (finished_at) where state in ('done', 'dead');
