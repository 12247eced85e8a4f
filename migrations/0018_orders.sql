-- 0018_orders.sql: orders after the hammer: what is owed, paid, sent, received; messages, disputes, second chances, strikes.
-- Locks: accounts, lots (SHARE ROW EXCLUSIVE, foreign keys), standings (SHARE, while an index of what was sold is built), media_files and
-- notifications (ACCESS EXCLUSIVE; both are read once). Old release keeps running: yes; lots it sells get their orders from the new one.
set local lock_timeout = '5s';

-- Lock order: orders (by id when several), then what belongs to them, accounts, payments, the books of the ledger.
create table orders (
    id               bigint generated always as identity primary key,
    buyer_id         bigint not null references accounts,
    seller_id        bigint not null references accounts,
    state            text not null constraint orders_state_known check (state in (
                         'second_chance', 'awaiting_payment', 'paid', 'shipped', 'received', 'disputed',
                         'completed', 'refunded', 'unpaid', 'cancelled', 'declined', 'combined')),
    -- While one of these holds a lot, no other may.
    holds_lots       boolean not null generated always as (state in (
                         'second_chance', 'awaiting_payment', 'paid', 'shipped', 'received', 'disputed', 'completed')) stored,
    currency         char(3) not null constraint orders_currency_shape check (currency ~ '^[A-Z]{3}$'),
    hammer           bigint not null constraint orders_hammer_bounds check (hammer between 1 and 1000000000000000),
    premium          bigint not null constraint orders_premium_bounds check (premium between 0 and 1000000000000000),
    commission       bigint not null constraint orders_commission_bounds check (commission between 0 and hammer),
    shipping         bigint constraint orders_shipping_bounds check (shipping between 0 and 10000000000000),
    shipping_most    bigint constraint orders_shipping_most_bounds check (shipping_most between 0 and 10000000000000),
    total            bigint not null generated always as (hammer + premium + coalesce(shipping, 0)) stored,
    refunded         bigint not null default 0,
    automatic        boolean not null default false,
    second_chance_of bigint references orders,
    combined_into    bigint references orders,
    payment_id       bigint constraint orders_paid_once unique,
    carrier          text constraint orders_carrier_known check (carrier in ('nova_poshta', 'ukrposhta', 'meest', 'courier')),
    tracking         text constraint orders_tracking_shape check (tracking ~ '^[A-Za-z0-9-]{5,40}$'),
    reminders        smallint not null default 0 constraint orders_reminders_bounds check (reminders between 0 and 10),
    overdue          boolean not null default false,
    created_at       timestamptz not null default clock_timestamp(),
    entered_at       timestamptz not null default clock_timestamp(),
    billed_at        timestamptz,
    paid_at          timestamptz,
    shipped_at       timestamptz,
    received_at      timestamptz,
    due_at           timestamptz,
    look_at          timestamptz,
    constraint orders_key_with_hold unique (id, holds_lots),
    constraint orders_not_of_oneself check (buyer_id <> seller_id),
    constraint orders_refund_bounds check (refunded between 0 and hammer + premium + coalesce(shipping, 0)),
    constraint orders_refund_of_what_was_paid check (refunded = 0 or payment_id is not null),
    constraint orders_refunded_whole check (state <> 'refunded' or refunded = hammer + premium + coalesce(shipping, 0)),
    constraint orders_cancelled_money_is_back
        check (state <> 'cancelled' or payment_id is null or refunded = hammer + premium + coalesce(shipping, 0)),
    constraint orders_paid_iff_payment check ((payment_id is null) = (paid_at is null)),
    constraint orders_paid_states check (
        state not in ('paid', 'shipped', 'received', 'disputed', 'completed', 'refunded') or payment_id is not null),
    constraint orders_unpaid_states check (state not in ('second_chance', 'awaiting_payment', 'unpaid', 'declined', 'combined') or payment_id is null),
    constraint orders_shipped_when_sent check (state not in ('shipped', 'received') or shipped_at is not null),
    constraint orders_received_when_there check (state <> 'received' or received_at is not null),
    constraint orders_combined_iff_into check ((combined_into is not null) = (state = 'combined')),
    constraint orders_not_into_itself check (combined_into <> id),
    constraint orders_due_while_open check (
        (due_at is not null) = (state in ('second_chance', 'awaiting_payment', 'paid', 'shipped', 'received', 'disputed'))),
    constraint orders_looked_after_while_open check (look_at is null or due_at is not null)
);
comment on table orders is 'What a buyer owes a seller for lots that were sold, and how far it has come. Money itself is in the ledger: escrow:order:<id>.';
comment on column orders.shipping is 'What the buyer pays here for shipping; null: nothing chosen yet, or the carrier''s tariff, paid on receipt.';
comment on column orders.shipping_most is 'The seller asks no more than this, whatever the lots say.';
comment on column orders.automatic is 'A second chance that was offered by the queue, not by hand.';
comment on column orders.billed_at is 'When the buyer first began to pay: the seller''s price stands from then on.';
comment on column orders.entered_at is 'Since when it is in its state.';
comment on column orders.due_at is 'The deadline of its state.';
comment on column orders.look_at is 'When the worker has something to do about it: a reminder or the deadline.';
create index orders_of_buyer on orders (buyer_id, id desc);
create index orders_of_seller on orders (seller_id, id desc);
create index orders_to_look_at on orders (look_at) where look_at is not null;
create index orders_disputed on orders (entered_at, id) where state = 'disputed';
create index orders_chances_of on orders (second_chance_of) where second_chance_of is not null;

create table order_lines (
    order_id   bigint not null references orders,
    holds_lot  boolean not null,
    lot_id     bigint not null references lots,
    hammer     bigint not null constraint order_lines_hammer_bounds check (hammer between 1 and 10000000000000),
    premium    bigint not null constraint order_lines_premium_bounds check (premium between 0 and 10000000000000),
    commission bigint not null constraint order_lines_commission_bounds check (commission between 0 and hammer),
    primary key (order_id, lot_id),
    constraint order_lines_hold_as_the_order foreign key (order_id, holds_lot) references orders (id, holds_lots) on update cascade
);
comment on column order_lines.holds_lot is 'Follows orders.holds_lots by its foreign key, so that the index below can keep one live order per lot.';
create unique index order_lines_one_live_per_lot on order_lines (lot_id) where holds_lot;
create index order_lines_of_lot on order_lines (lot_id);

create table order_deliveries (
    order_id   bigint primary key references orders,
    method     text not null constraint order_deliveries_method_known check (method in ('nova_poshta', 'ukrposhta', 'meest', 'courier', 'pickup')),
    place      text constraint order_deliveries_place_known check (place in ('branch', 'locker', 'door')),
    recipient  text not null constraint order_deliveries_recipient_length check (char_length(recipient) between 3 and 100),
    phone      text not null constraint order_deliveries_phone_shape check (phone ~ '^\+[0-9]{9,15}$'),
    city       text constraint order_deliveries_city_length check (char_length(city) between 2 and 80),
    point      text constraint order_deliveries_point_length check (char_length(point) between 1 and 20),
    street     text constraint order_deliveries_street_length check (char_length(street) between 3 and 160),
    postcode   text constraint order_deliveries_postcode_shape check (postcode ~ '^[0-9]{5}$'),
    note       text constraint order_deliveries_note_length check (char_length(note) between 1 and 300),
    set_at     timestamptz not null default clock_timestamp(),
    constraint order_deliveries_place_iff_carried check ((place is null) = (method = 'pickup')),
    constraint order_deliveries_city_of_carried check (method = 'pickup' or city is not null),
    constraint order_deliveries_street_of_door check (place <> 'door' or street is not null),
    constraint order_deliveries_point_named check (place not in ('branch', 'locker') or point is not null or postcode is not null)
);
comment on table order_deliveries is 'Where to. Of an account that is closed nothing stays.';

create table order_events (
    id       bigint generated always as identity primary key,
    order_id bigint not null references orders,
    kind     text not null constraint order_events_kind_shape check (kind ~ '^[a-z_]{3,30}$'),
    by_party text not null constraint order_events_party_known check (by_party in ('buyer', 'seller', 'moderator', 'system')),
    account_id bigint references accounts,
    amount   bigint,
    text     text constraint order_events_text_length check (char_length(text) between 1 and 2000),
    at       timestamptz not null default clock_timestamp(),
    constraint order_events_system_is_nobody check ((by_party = 'system') = (account_id is null))
);
comment on table order_events is 'Append-only: the timeline of an order.';
create index order_events_of_order on order_events (order_id, id);
create trigger order_events_append_only before update or delete or truncate on order_events
    for each statement execute function refuse_history_change();

create table order_disputes (
    order_id   bigint primary key references orders,
    reason     text not null constraint order_disputes_reason_known check (reason in (
                   'not_received', 'not_as_described', 'damaged', 'counterfeit', 'buyer_unreachable', 'other')),
    opened_by  text not null constraint order_disputes_party_known check (opened_by in ('buyer', 'seller')),
    opened_at  timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    settled_by bigint references accounts,
    outcome    text constraint order_disputes_outcome_known check (outcome in ('complete', 'refund')),
    note       text constraint order_disputes_note_length check (char_length(note) between 1 and 2000),
    constraint order_disputes_settled_whole check (num_nulls(settled_at, settled_by, outcome, note) in (0, 4))
);

create table order_messages (
    id              bigint generated always as identity primary key,
    order_id        bigint not null references orders,
    account_id      bigint not null references accounts,
    by_party        text not null constraint order_messages_party_known check (by_party in ('buyer', 'seller', 'moderator')),
    text            text not null constraint order_messages_text_length check (char_length(text) between 1 and 4000),
    files           bigint[] not null default '{}' constraint order_messages_files_bounded check (cardinality(files) <= 10),
    idempotency_key uuid not null,
    at              timestamptz not null default clock_timestamp(),
    constraint order_messages_once_per_key unique (account_id, idempotency_key)
);
create index order_messages_of_order on order_messages (order_id, id);

-- R-68. One for each order that was not paid; the account it counts against is the order's buyer.
create table order_strikes (
    order_id        bigint primary key references orders,
    account_id      bigint not null references accounts,
    at              timestamptz not null default clock_timestamp(),
    suspended_until timestamptz
);
comment on column order_strikes.suspended_until is 'This strike suspended the account; null once that is over or was ended by a person.';
create index order_strikes_of_account on order_strikes (account_id, at);
create index order_strikes_suspending on order_strikes (suspended_until) where suspended_until is not null;

create table order_settings (
    account_id              bigint primary key references accounts,
    automatic_second_chance boolean not null default false
);

create table order_epoch (
    only_row boolean primary key default true constraint order_epoch_one_row check (only_row),
    since    timestamptz not null default clock_timestamp()
);
comment on table order_epoch is 'Lots sold before were settled without orders; no sweep opens any for them.';
insert into order_epoch default values;

create index standings_sold on standings (closed_at) where state = 'ended_sold';

-- Evidence: pictures of an order, shown to its two sides and to moderators.
alter table media_files
    drop constraint media_files_purpose_known,
    add constraint media_files_purpose_known check (purpose in ('lot_photo', 'lot_document', 'avatar', 'order_photo'));

alter table notifications
    drop constraint notifications_kind_known,
    add constraint notifications_kind_known check (kind in (
        'outbid', 'leading', 'won', 'lost', 'sold', 'unsold', 'extended', 'frozen', 'resumed', 'cancelled',
        'bids_cancelled', 'max_cut', 'withdrawn_by_bidder', 'ending_soon', 'search_hit',
        'order_opened', 'order_reminder', 'order_paid', 'order_overdue', 'order_shipped', 'order_received', 'order_completed',
        'order_unpaid', 'order_cancelled', 'order_refunded', 'order_disputed', 'order_settled', 'order_message', 'second_chance')),
    add column order_id bigint references orders,
    add constraint notifications_order_iff_of_order check ((order_id is not null) = (kind like 'order\_%' or kind = 'second_chance'));
