-- Adds standings, participants, bids, acts, bid_voids: the auction of a lot and its log.
-- Locks: lots, accounts (SHARE ROW EXCLUSIVE, foreign keys). The old release keeps running: yes, it does not know these tables.

-- Lock order of everything that changes an auction: lots, then standings (by lot_id when several), then accounts (by id), then the rest.
create table standings (
    lot_id           bigint primary key references lots,
    seller_id        bigint not null references accounts,
    state            text not null
                     constraint standings_state_known
                     check (state in ('scheduled', 'running', 'frozen', 'ended_sold', 'ended_unsold', 'cancelled')),
    currency         char(3) not null constraint standings_currency_shape check (currency ~ '^[A-Z]{3}$'),
    start_amount     bigint not null constraint standings_start_bounds check (start_amount between 1 and 10000000000000),
    reserve_amount   bigint constraint standings_reserve_bounds check (reserve_amount between 1 and 10000000000000),
    reserve_salt     bytea constraint standings_reserve_salt_size check (octet_length(reserve_salt) = 16),
    buy_now_amount   bigint constraint standings_buy_now_bounds check (buy_now_amount between 1 and 10000000000000),
    step_amount      bigint constraint standings_step_bounds check (step_amount between 1 and 10000000000000),
    increments       text not null constraint standings_increments_known check (increments in ('uah', 'gbp', 'usd', 'pln')),
    chase            boolean not null default false,
    starts_at        timestamptz not null,
    ends_at          timestamptz not null,
    original_ends_at timestamptz not null,
    hard_ends_at     timestamptz not null,
    soft_mode        text not null constraint standings_soft_mode_known check (soft_mode in ('reset', 'add')),
    soft_window_s    integer not null constraint standings_soft_window_bounds check (soft_window_s between 0 and 86400),
    soft_extend_s    integer not null constraint standings_soft_extend_bounds check (soft_extend_s between 0 and 86400),
    price            bigint,
    leader_id        bigint,
    leader_max       bigint constraint standings_leader_max_bounds check (leader_max between 1 and 10000000000000),
    leader_seq       bigint,
    leader_number    integer,
    bids             integer not null default 0 constraint standings_bids_not_negative check (bids >= 0),
    bidders          integer not null default 0 constraint standings_bidders_not_negative check (bidders >= 0),
    steps            integer not null default 0 constraint standings_steps_not_negative check (steps >= 0),
    next_seq         bigint not null,
    version          bigint not null default 1 constraint standings_version_positive check (version >= 1),
    audit_head       bytea not null constraint standings_audit_head_size check (octet_length(audit_head) = 32),
    unsold_reason    text constraint standings_unsold_reason_known check (unsold_reason in ('no_bids', 'reserve_not_met')),
    sold_by          text constraint standings_sold_by_known check (sold_by in ('hammer', 'buy_now', 'early')),
    cancelled_for    text,
    frozen_at        timestamptz,
    closed_at        timestamptz,
    constraint standings_reserve_above_start check (reserve_amount > start_amount),
    constraint standings_reserve_salted check ((reserve_salt is null) = (reserve_amount is null)),
    -- R-23: what a seller asks for at once is well above the start and above the reserve.
    constraint standings_buy_now_above_start check (buy_now_amount * 10 >= start_amount * 13),
    constraint standings_buy_now_above_reserve check (buy_now_amount > reserve_amount),
    constraint standings_leader_iff_price check (num_nulls(price, leader_id, leader_max, leader_seq, leader_number) in (0, 5)),
    constraint standings_price_not_below_start check (price >= start_amount),
    constraint standings_price_within_leader_max check (price <= leader_max),
    -- Whoever leads with a maximum at or above the reserve has brought the price to it (R-11).
    constraint standings_reserve_reached check (leader_max < reserve_amount or price >= reserve_amount),
    constraint standings_seller_not_leader check (leader_id <> seller_id),
    constraint standings_ends_after_start check (original_ends_at > starts_at),
    constraint standings_end_never_shrinks check (ends_at >= original_ends_at),
    constraint standings_hard_end check (ends_at <= hard_ends_at),
    -- A purchase has a price without a bid (R-23).
    constraint standings_bids_counted check ((bids = 0) = (price is null) or sold_by is not distinct from 'buy_now'),
    constraint standings_bidders_numbered check (leader_number between 1 and bidders),
    constraint standings_bidders_counted check (bidders <= next_seq - 2),
    constraint standings_bids_by_somebody check (bids = 0 or (bidders >= 1 and steps >= 1)),
    -- seq 1 is the publication; every bid that counts has one of its own.
    constraint standings_seq_ahead check (next_seq > bids + 1 and leader_seq between 2 and next_seq - 1),
    constraint standings_scheduled_untouched check (state <> 'scheduled' or bidders = 0),
    constraint standings_frozen_iff_since check ((frozen_at is not null) = (state = 'frozen')),
    constraint standings_closed_iff_over check ((closed_at is not null) = (state in ('ended_sold', 'ended_unsold', 'cancelled'))),
    constraint standings_never_closed_early
        check (closed_at >= ends_at or state = 'cancelled' or coalesce(sold_by in ('buy_now', 'early'), false)),
    constraint standings_reason_iff_unsold check ((unsold_reason is not null) = (state = 'ended_unsold')),
    constraint standings_sold_by_iff_sold check ((sold_by is not null) = (state = 'ended_sold')),
    constraint standings_cancelled_for_iff_cancelled check ((cancelled_for is not null) = (state = 'cancelled')),
    constraint standings_no_bids_is_true check (unsold_reason <> 'no_bids' or price is null),
    constraint standings_reserve_not_met_is_true check (unsold_reason <> 'reserve_not_met' or coalesce(price < reserve_amount, false)),
    constraint standings_sold_at_a_price
        check (state <> 'ended_sold' or (price is not null and price >= coalesce(reserve_amount, price))),
    constraint standings_bought_at_its_price check (sold_by <> 'buy_now' or coalesce(price = buy_now_amount, false))
) with (fillfactor = 70);
comment on table standings is
    'The one narrow hot row of an auction: whoever changes anything about it holds this row''s lock. version grows with every public change.';
comment on column standings.bids is 'Accepted bids that were not withdrawn, without the leader''s own raises, which stay private (R-10).';
comment on column standings.bidders is 'Numbers given so far (R-70); also to people whose bids were withdrawn.';
comment on column standings.audit_head is 'SHA-256 of the newest record, seq next_seq - 1: the head of the audit chain.';
-- No index on price, version or counts: an accepted bid stays a heap-only update unless it moves the end.
create index standings_due_start on standings (starts_at) where state = 'scheduled';
create index standings_due_end on standings (ends_at) where state = 'running';
create index standings_of_seller on standings (seller_id);
-- Lists of ended lots begin at the latest end without a sort (86 ms before, at 48,000 ended lots).
create index standings_ended on standings (ends_at desc, lot_id desc) where state in ('ended_sold', 'ended_unsold');

-- participants and bids are written under the lock of the lot's standing, many rows per statement, thousands of times a second, and have
-- no foreign keys. In a batch of 64 bids, which costs PostgreSQL 60 µs of processor time for each, a key from participants to standings
-- added 17 µs and one to accounts 45 µs (each check also locks, that is writes, the row it finds); one from bids or from a standing's leader
-- to participants added 200 µs for as long as a connection keeps the plan it made while that table was empty. Nothing is lost: their rows
-- are made from a standing that the same transaction has locked, accounts are never deleted, and a standing goes only while nobody has bid
-- (standings_deleted_untouched). Tables written by rarer acts have their keys.
create table participants (
    lot_id       bigint not null,
    bidder_id    bigint not null,
    number       integer not null constraint participants_number_positive check (number >= 1),
    max_amount   bigint constraint participants_max_bounds check (max_amount between 1 and 10000000000000),
    max_seq      bigint constraint participants_seq_positive check (max_seq >= 2),
    last_bid_at  timestamptz not null,
    primary key (bidder_id, lot_id),
    constraint participants_number_once unique (lot_id, number),
    constraint participants_max_has_seq check ((max_amount is null) = (max_seq is null))
) with (fillfactor = 80);
comment on table participants is
    'Who bids on a lot: the public number by order of first bid (R-70) and the standing maximum with the seq at which that amount was set (R-5).';
comment on column participants.max_amount is 'Null after all bids of this bidder were withdrawn.';
-- No index holds what a further bid changes, so that is a heap-only update: last_bid_at is sorted when somebody looks at the own list.

create table bids (
    lot_id           bigint not null,
    seq              bigint not null constraint bids_seq_after_publication check (seq >= 2),
    bidder_id        bigint not null,
    max_amount       bigint not null constraint bids_max_bounds check (max_amount between 1 and 10000000000000),
    salt             bytea not null constraint bids_salt_size check (octet_length(salt) = 16),
    placed_at        timestamptz not null,
    idempotency_key  uuid not null,
    outcome          text not null constraint bids_outcome_known check (outcome in ('leading', 'outbid', 'raised')),
    -- The standing right after this bid, so that a repeated request gets the first answer.
    price_after      bigint not null constraint bids_price_positive check (price_after >= 1),
    leader_after     integer not null constraint bids_leader_positive check (leader_after >= 1),
    bids_after       integer not null constraint bids_count_positive check (bids_after >= 1),
    bidders_after    integer not null constraint bids_bidders_positive check (bidders_after >= 1),
    ends_at_after    timestamptz not null,
    version_after    bigint not null constraint bids_version_positive check (version_after >= 1),
    -- What the public saw of it (R-19): rows steps_before + 1 and following of the history.
    steps_before     integer not null constraint bids_steps_before_not_negative check (steps_before >= 0),
    step_bidders     integer[] not null,
    step_amounts     bigint[] not null,
    step_reasons     text[] not null,
    hash             bytea not null constraint bids_hash_size check (octet_length(hash) = 32),
    primary key (lot_id, seq),
    constraint bids_once_per_key unique (bidder_id, idempotency_key),
    constraint bids_placed_in_time check (placed_at < ends_at_after),
    constraint bids_steps_whole
        check (cardinality(step_bidders) = cardinality(step_amounts) and cardinality(step_bidders) = cardinality(step_reasons)),
    constraint bids_step_reasons_known
        check (step_reasons <@ array['opening', 'challenge', 'counter', 'exhausted', 'takeover', 'tie', 'reserve'])
);
comment on table bids is 'Append-only: every accepted bid in the order of its lot''s lock. With acts the log whose fold is the standing (R-7).';
comment on column bids.salt is 'Of the commitment that stands for max_amount in the audit chain.';

create table acts (
    lot_id           bigint not null references standings on delete cascade,
    seq              bigint not null constraint acts_seq_positive check (seq >= 1),
    kind             text not null
                     constraint acts_kind_known
                     check (kind in ('opened', 'terms_changed', 'reserve_changed', 'buy_now', 'retracted', 'bids_cancelled', 'frozen',
                                     'resumed', 'extended', 'closed', 'sold_early', 'cancelled')),
    actor            text not null constraint acts_actor_known check (actor in ('seller', 'bidder', 'moderator', 'system')),
    account_id       bigint references accounts,
    idempotency_key  uuid,
    at               timestamptz not null,
    content          jsonb not null constraint acts_content_object check (jsonb_typeof(content) = 'object'),
    price_after      bigint constraint acts_price_positive check (price_after >= 1),
    leader_after     integer constraint acts_leader_positive check (leader_after >= 1),
    bids_after       integer not null constraint acts_count_not_negative check (bids_after >= 0),
    bidders_after    integer not null constraint acts_bidders_not_negative check (bidders_after >= 0),
    ends_at_after    timestamptz not null,
    state_after      text not null
                     constraint acts_state_known
                     check (state_after in ('scheduled', 'running', 'frozen', 'ended_sold', 'ended_unsold', 'cancelled')),
    version_after    bigint not null constraint acts_version_positive check (version_after >= 1),
    steps_before     integer not null constraint acts_steps_before_not_negative check (steps_before >= 0),
    step_bidders     integer[] not null,
    step_amounts     bigint[] not null,
    step_reasons     text[] not null,
    hash             bytea not null constraint acts_hash_size check (octet_length(hash) = 32),
    primary key (lot_id, seq),
    constraint acts_once_per_key unique (account_id, idempotency_key),
    constraint acts_first_is_opened check ((seq = 1) = (kind = 'opened')),
    constraint acts_system_is_nobody check ((actor = 'system') = (account_id is null)),
    constraint acts_key_of_somebody check (idempotency_key is null or account_id is not null),
    constraint acts_leader_iff_price check ((price_after is null) = (leader_after is null)),
    constraint acts_steps_whole
        check (cardinality(step_bidders) = cardinality(step_amounts) and cardinality(step_bidders) = cardinality(step_reasons)),
    constraint acts_step_reasons_known check (step_reasons <@ array['reserve', 'withdrawn', 'buy_now'])
);
comment on table acts is
    'Append-only: every accepted command that is not a bid, under the same seq as bids. Gone only with a lot that was taken back before it began.';
comment on column acts.content is 'What was asked, by numbers of bidders, not accounts.';

create table bid_voids (
    lot_id   bigint not null,
    bid_seq  bigint not null,
    act_seq  bigint not null,
    primary key (lot_id, bid_seq),
    constraint bid_voids_of_bid foreign key (lot_id, bid_seq) references bids (lot_id, seq),
    constraint bid_voids_by_act foreign key (lot_id, act_seq) references acts (lot_id, seq),
    constraint bid_voids_after_the_bid check (act_seq > bid_seq)
);
comment on table bid_voids is 'Append-only: which act withdrew a bid. The bid itself stays, marked.';

create function refuse_history_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger bids_append_only before update or delete or truncate on bids
    for each statement execute function refuse_history_change();
create trigger bid_voids_append_only before update or delete or truncate on bid_voids
    for each statement execute function refuse_history_change();
create trigger acts_never_changed before update or truncate on acts
    for each statement execute function refuse_history_change();

-- An act goes only behind its standing, and a standing only while nothing but its publication has happened.
create function refuse_act_delete() returns trigger language plpgsql as $$
begin
    if exists (select from standings where lot_id = old.lot_id) then
        raise exception 'acts is append-only' using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger acts_deleted_with_standing before delete on acts for each row execute function refuse_act_delete();

create function refuse_standing_delete() returns trigger language plpgsql as $$
begin
    if old.state <> 'scheduled' or old.next_seq <> 2 then
        raise exception 'an auction that has begun is not deleted' using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger standings_deleted_untouched before delete on standings for each row execute function refuse_standing_delete();
