-- 0023_deposits_back.sql: a deposit that was paid by card goes back to it when it is released; its owner is told what becomes of it.
-- Locks: deposits, notifications (ACCESS EXCLUSIVE; both are read once, and of deposits those that were paid by card are written).
-- Old release keeps running: yes; the deposits it takes stay in the wallet when they are released.
set local lock_timeout = '5s';

alter table deposits add column payment_id bigint constraint deposits_payment_positive check (payment_id > 0);
comment on column deposits.payment_id is 'By which it was paid, and to whose card it goes back; null: from the wallet, where it stays. Module payments.';
update deposits d set payment_id = p.id from payments p
 where p.subject_kind = 'deposit' and p.subject_id = d.id and p.granted and d.state in ('active', 'forfeited');
alter table deposits add constraint deposits_paid_is_held check (payment_id is null or hold_id is not null);

alter table notifications
    drop constraint notifications_kind_known,
    add constraint notifications_kind_known check (kind in (
        'outbid', 'leading', 'won', 'lost', 'sold', 'unsold', 'extended', 'frozen', 'resumed', 'cancelled',
        'bids_cancelled', 'max_cut', 'withdrawn_by_bidder', 'ending_soon', 'search_hit',
        'order_opened', 'order_reminder', 'order_paid', 'order_overdue', 'order_shipped', 'order_received', 'order_completed',
        'order_unpaid', 'order_cancelled', 'order_refunded', 'order_disputed', 'order_settled', 'order_message', 'second_chance',
        'deposit_taken', 'deposit_released', 'deposit_forfeited'));
