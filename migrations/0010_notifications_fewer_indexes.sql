-- 0010_notifications_fewer_indexes.sql — what a message costs: one index less to fill, and the ration of letters (one about being outbid per
-- account and lot in five minutes) read from letters that were sent instead of from every message of the account.
-- Locks: notifications (ACCESS EXCLUSIVE while its indexes are made).  Old release keeps running: yes.
set local lock_timeout = '5s';

alter table notifications drop constraint notifications_pkey;
drop index notifications_newest_first;
alter table notifications add primary key (account_id, id);
create index notifications_outbid_letters on notifications (account_id, lot_id, mailed_at) where kind = 'outbid' and mailed_at is not null;
