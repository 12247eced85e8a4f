-- What happened to one's bids and lots, for the list on the site.
-- Locks: accounts, lots (SHARE ROW EXCLUSIVE, foreign keys).  Previous release keeps running: yes.
create table notifications (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts on delete cascade,
    kind       text not null constraint notifications_kind_known check (kind in (
                   'outbid', 'leading', 'won', 'lost', 'sold', 'unsold', 'extended', 'frozen', 'resumed', 'cancelled',
                   'bids_cancelled', 'max_cut', 'withdrawn_by_bidder')),
    lot_id     bigint not null references lots on delete cascade,
    seq        bigint not null,
    price      bigint constraint notifications_price_positive check (price > 0),
    max_amount bigint constraint notifications_max_positive check (max_amount > 0),
    currency   char(3) not null constraint notifications_currency_shape check (currency ~ '^[A-Z]{3}$'),
    ends_at    timestamptz,
    reason     text constraint notifications_reason_length check (char_length(reason) between 1 and 1000),
    created_at timestamptz not null default clock_timestamp(),
    read_at    timestamptz,
    mailed_at  timestamptz,
    constraint notifications_once_per_event unique (account_id, lot_id, kind, seq)
);
comment on column notifications.seq is 'The bid or, for the end of a lot, the event that caused it: what makes an event happen once.';
comment on column notifications.max_amount is 'What a lowered reserve left of the account''s maximum.';
comment on column notifications.ends_at is 'Where the end of the lot moved to.';
comment on column notifications.mailed_at is 'When its letter was put into the queue; null if another one about the same lot had just left.';
create index notifications_newest_first on notifications (account_id, id desc);
create index notifications_unread on notifications (account_id) where read_at is null;
create index notifications_of_lot on notifications (lot_id);
