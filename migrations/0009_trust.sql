-- 0009_trust.sql — marks of the networks accounts come from, signals for moderators and what they are made from.
-- Locks: accounts, lots (SHARE ROW EXCLUSIVE, foreign keys), standings (SHARE) while one index builds.  Old release keeps running: yes.
set local lock_timeout = '5s';

create table account_marks (
    account_id    bigint not null references accounts on delete cascade,
    network       bytea not null constraint account_marks_network_size check (octet_length(network) = 16),
    device        bytea not null constraint account_marks_device_size check (octet_length(device) = 16),
    first_seen_at timestamptz not null default clock_timestamp(),
    last_seen_at  timestamptz not null default clock_timestamp(),
    primary key (account_id, network, device)
);
comment on table account_marks is
    'Keyed hashes of the network part of addresses, never addresses. The key changes every 90 days and rows not seen for 90 days go.';
create index account_marks_of_network on account_marks (network);
create index account_marks_oldest_first on account_marks (last_seen_at);

-- For the walk over lots that have ended. An accepted bid does not touch closed_at, so it stays a heap-only update.
create index standings_closed on standings (closed_at, lot_id) where closed_at is not null;

-- None of the next three tables has a foreign key to standings: its check would lock the hot row and make bids wait.
create table trust_progress (
    single    boolean primary key default true constraint trust_progress_single check (single),
    closed_at timestamptz not null,
    lot_id    bigint not null default 0
);
comment on table trust_progress is 'Every lot closed before this moment and lot has been examined for good. Its lock makes rounds take turns.';
insert into trust_progress (closed_at) values (clock_timestamp() - interval '30 days');

create table trust_lots (
    lot_id bigint primary key,
    seq    bigint not null,
    due_at timestamptz not null
);
comment on table trust_lots is 'Running lots that have been examined, up to which record of theirs, and when at the earliest again.';

create table trust_bidding (
    lot_id         bigint not null,
    bidder_id      bigint not null,
    seller_id      bigint not null,
    category_id    text,
    ended          boolean not null,
    won            boolean not null,
    lot_bids       integer not null,
    bids           integer not null,
    raises         integer not null,
    retractions    integer not null,
    smallest       integer not null,
    quick          integer not null,
    unmet_bids     integer not null,
    unmet_smallest integer not null,
    met_bids       integer not null,
    first_permille integer not null,
    last_permille  integer not null,
    last_bid_at    timestamptz not null,
    primary key (lot_id, bidder_id)
);
comment on table trust_bidding is
    'How one account bid on one lot, in counts: what many signals are sums of. Replaced when the lot is examined again; kept for the window.';
comment on column trust_bidding.raises is 'Of bids: those that only raised the own maximum while leading. The counts of kinds of bids leave them out.';
comment on column trust_bidding.smallest is 'Bids of exactly the next minimum.';
comment on column trust_bidding.quick is 'Bids within a minute after a rival''s.';
comment on column trust_bidding.unmet_bids is 'Bids made while the reserve was not met; unmet_smallest of exactly the next minimum; met_bids all others.';
comment on column trust_bidding.first_permille is 'Where in the lot''s planned life the first bid fell: 0 its start, 1000 its announced end.';
create index trust_bidding_of_bidder on trust_bidding (bidder_id, last_bid_at);
create index trust_bidding_oldest_first on trust_bidding (last_bid_at);

create table trust_signals (
    id              bigint generated always as identity primary key,
    kind            text not null constraint trust_signals_kind_known
                    check (kind in ('concentration', 'narrow_bidding', 'never_wins', 'loses_to_seller', 'shill_score', 'reserve_probing',
                                    'shared_with_seller', 'shared_with_bidder', 'new_account_leading', 'exposing_retraction',
                                    'cancelled_with_bids')),
    subject_id      bigint not null references accounts on delete cascade,
    other_id        bigint references accounts on delete cascade,
    lot_id          bigint references lots on delete cascade,
    score           smallint not null constraint trust_signals_score_bounds check (score between 1 and 100),
    evidence        jsonb not null constraint trust_signals_evidence_object check (jsonb_typeof(evidence) = 'object'),
    state           text not null default 'open' constraint trust_signals_state_known check (state in ('open', 'dismissed', 'confirmed')),
    dismissed_score smallint,
    first_seen_at   timestamptz not null default clock_timestamp(),
    last_seen_at    timestamptz not null default clock_timestamp(),
    constraint trust_signals_once unique nulls not distinct (kind, subject_id, other_id, lot_id),
    constraint trust_signals_two_sides check (subject_id <> other_id),
    constraint trust_signals_dismissed_at_a_score check ((state = 'dismissed') = (dismissed_score is not null))
);
comment on table trust_signals is 'Reasons for a moderator to look. evidence holds counts only.';
comment on column trust_signals.dismissed_score is 'How strong it was when a moderator dismissed it: much stronger opens it again.';
create index trust_signals_strongest on trust_signals (state, score desc, id desc);
create index trust_signals_of_subject on trust_signals (subject_id);
create index trust_signals_of_other on trust_signals (other_id) where other_id is not null;
create index trust_signals_of_lot on trust_signals (lot_id) where lot_id is not null;
create index trust_signals_oldest_first on trust_signals (last_seen_at);

create table trust_verdicts (
    id              bigint generated always as identity primary key,
    signal_id       bigint not null references trust_signals on delete cascade,
    verdict         text not null constraint trust_verdicts_verdict_known check (verdict in ('dismissed', 'confirmed', 'reopened')),
    moderator_id    bigint references accounts on delete set null,
    note            text not null constraint trust_verdicts_note_length check (char_length(note) between 1 and 500),
    decided_at      timestamptz not null default clock_timestamp(),
    idempotency_key uuid not null,
    constraint trust_verdicts_once_per_key unique (moderator_id, idempotency_key)
);
comment on table trust_verdicts is 'Append-only: what moderators decided about a signal, and why. Goes with its signal.';
create index trust_verdicts_of_signal on trust_verdicts (signal_id, id desc);
