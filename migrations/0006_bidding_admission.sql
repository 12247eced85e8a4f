-- Adds seller_blocks and strikes: who may not bid, and what sellers have done to bidders.
-- Locks: accounts, lots (SHARE ROW EXCLUSIVE, foreign keys). The old release keeps running: yes, it does not know these tables.

create table seller_blocks (
    id          bigint generated always as identity constraint seller_blocks_entry unique,
    seller_id   bigint not null references accounts,
    bidder_id   bigint not null references accounts,
    lot_id      bigint not null references lots,
    blocked_at  timestamptz not null default clock_timestamp(),
    primary key (seller_id, bidder_id),
    constraint seller_blocks_not_oneself check (seller_id <> bidder_id)
);
comment on table seller_blocks is 'Whose bids a seller does not want, on any of the own lots (R-65). The blocked one is not told.';
comment on column seller_blocks.lot_id is 'The lot on which the seller met them.';

create table strikes (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    lot_id      bigint not null references lots,
    reason      text not null constraint strikes_reason_known check (reason in ('cancelled_with_bids')),
    created_at  timestamptz not null default clock_timestamp(),
    constraint strikes_once_per_lot unique (account_id, lot_id, reason)
);
comment on table strikes is 'Append-only: what an account did that costs trust (R-68).';
