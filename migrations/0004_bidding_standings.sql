-- Adds standings, participants, bids, price_steps.
-- Locks: lots, accounts (SHARE ROW EXCLUSIVE, foreign keys). The old release keeps running: yes, it does not know these tables.

-- Lock order of everything that changes an auction: lots, then standings (by lot_id when several), then the rest.
create table standings (
    lot_id           bigint primary key references lots,
    seller_id        bigint not null references accounts,
    state            text not null
                     constraint standings_state_known check (state in ('scheduled', 'running', 'ended_sold', 'ended_unsold')),
    currency         char(3) not null constraint standings_currency_shape check (currency ~ '^[A-Z]{3}$'),
    start_amount     bigint not null constraint standings_start_bounds check (start_amount between 1 and 10000000000000),
    reserve_amount   bigint constraint standings_reserve_bounds check (reserve_amount between 1 and 10000000000000),
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
    bids             integer not null default 0,
    bidders          integer not null default 0,
    steps            integer not null default 0,
    next_seq         bigint not null default 1,
    version          bigint not null default 1,
    unsold_reason    text constraint standings_unsold_reason_known check (unsold_reason in ('no_bids', 'reserve_not_met')),
    closed_at        timestamptz,
    constraint standings_reserve_above_start check (reserve_amount > start_amount),
    constraint standings_leader_iff_price check (num_nulls(price, leader_id, leader_max, leader_seq, leader_number) in (0, 5)),
    constraint standings_price_not_below_start check (price >= start_amount),
    constraint standings_price_within_leader_max check (price <= leader_max),
    -- Whoever leads with a maximum at or above the reserve has brought the price to it (R-11).
    constraint standings_reserve_reached check (leader_max < reserve_amount or price >= reserve_amount),
    constraint standings_seller_not_leader check (leader_id <> seller_id),
    constraint standings_ends_after_start check (original_ends_at > starts_at),
    constraint standings_end_never_shrinks check (ends_at >= original_ends_at),
    constraint standings_hard_end check (ends_at <= hard_ends_at),
    constraint standings_bids_counted check ((bids = 0) = (price is null)),
    constraint standings_bidders_counted check (bidders between 0 and bids and (bidders = 0) = (bids = 0)),
    constraint standings_leader_numbered check (leader_number between 1 and bidders),
    constraint standings_steps_counted check (steps >= 0 and (steps = 0) = (bids = 0)),
    constraint standings_seq_ahead check (next_seq > bids and leader_seq < next_seq),
    constraint standings_version_positive check (version >= 1),
    constraint standings_scheduled_untouched check (state <> 'scheduled' or bids = 0),
    constraint standings_closed_iff_ended check ((closed_at is not null) = (state in ('ended_sold', 'ended_unsold'))),
    constraint standings_never_closed_early check (closed_at >= ends_at),
    constraint standings_reason_iff_unsold check ((unsold_reason is not null) = (state = 'ended_unsold')),
    constraint standings_no_bids_is_true check (unsold_reason <> 'no_bids' or price is null),
    constraint standings_reserve_not_met_is_true check (unsold_reason <> 'reserve_not_met' or coalesce(price < reserve_amount, false)),
    constraint standings_sold_at_a_price
        check (state <> 'ended_sold' or (price is not null and price >= coalesce(reserve_amount, price)))
) with (fillfactor = 70);
comment on table standings is
    'The one narrow hot row of an auction: whoever changes anything about it holds this row''s lock. version grows with every public change.';
comment on column standings.bids is 'Accepted bids without the leader''s own raises, which stay private (R-10).';
-- No index on price, version or counts: an accepted bid stays a heap-only update.
create index standings_due_start on standings (starts_at) where state = 'scheduled';
create index standings_due_end on standings (ends_at) where state = 'running';
create index standings_of_seller on standings (seller_id);

create table participants (
    lot_id       bigint not null references standings,
    bidder_id    bigint not null references accounts,
    number       integer not null constraint participants_number_positive check (number >= 1),
    max_amount   bigint not null constraint participants_max_bounds check (max_amount between 1 and 10000000000000),
    max_seq      bigint not null constraint participants_seq_positive check (max_seq >= 1),
    last_bid_at  timestamptz not null,
    primary key (lot_id, bidder_id),
    constraint participants_number_once unique (lot_id, number)
);
comment on table participants is
    'Who bids on a lot: the public number by order of first bid (R-70) and the standing maximum with the seq at which that amount was set (R-5).';
create index participants_of_bidder on participants (bidder_id, last_bid_at desc, lot_id);

alter table standings add constraint standings_leader_participates
    foreign key (lot_id, leader_id) references participants (lot_id, bidder_id);

create table bids (
    lot_id           bigint not null,
    seq              bigint not null constraint bids_seq_positive check (seq >= 1),
    bidder_id        bigint not null,
    max_amount       bigint not null constraint bids_max_bounds check (max_amount between 1 and 10000000000000),
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
    primary key (lot_id, seq),
    constraint bids_once_per_key unique (bidder_id, idempotency_key),
    constraint bids_placed_in_time check (placed_at < ends_at_after),
    constraint bids_of_participant foreign key (lot_id, bidder_id) references participants (lot_id, bidder_id)
);
comment on table bids is 'Append-only: every accepted intent in the order of its lot''s lock. The standing is a fold over it (R-7).';

create table price_steps (
    lot_id     bigint not null,
    n          integer not null constraint price_steps_n_positive check (n >= 1),
    bid_seq    bigint not null,
    bidder_id  bigint not null,
    amount     bigint not null constraint price_steps_amount_positive check (amount >= 1),
    automatic  boolean not null,
    reason     text not null constraint price_steps_reason_known
               check (reason in ('opening', 'challenge', 'counter', 'exhausted', 'takeover', 'tie', 'reserve')),
    at         timestamptz not null,
    primary key (lot_id, n),
    constraint price_steps_of_bid foreign key (lot_id, bid_seq) references bids (lot_id, seq),
    constraint price_steps_of_participant foreign key (lot_id, bidder_id) references participants (lot_id, bidder_id)
);
comment on table price_steps is 'Append-only: the public history; each row raised the visible price (R-19).';

create function refuse_history_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger bids_append_only before update or delete on bids
    for each statement execute function refuse_history_change();
create trigger price_steps_append_only before update or delete on price_steps
    for each statement execute function refuse_history_change();
