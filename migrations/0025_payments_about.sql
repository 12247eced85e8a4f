-- 0025_payments_about.sql: what a payment is for, as data beside the title that the provider's page shows.
-- Locks: payments (ACCESS EXCLUSIVE; its rows are read once for the new constraints).  Old release keeps running: yes; its payments name no lot.
set local lock_timeout = '5s';

alter table payments
    add column item      text constraint payments_item_shape check (item ~ '^[a-z0-9_]{1,30}$'),
    add column lot_id    bigint constraint payments_lot_positive check (lot_id > 0),
    add column lot_title text constraint payments_lot_title_length check (char_length(lot_title) between 1 and 300),
    add column lots      integer not null default 0 constraint payments_lots_counted check (lots >= 0),
    add constraint payments_lot_has_title check ((lot_id is null) = (lot_title is null) and (lots = 0) = (lot_id is null));
comment on column payments.item is 'Of several things that one module sells, which: the code of a service.';
comment on column payments.lot_id is 'The lot it is about; of several, the first. Null also of payments from before there was this column.';
