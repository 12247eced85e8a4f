-- 0007_accounts_roles.sql — who may do more than others, and who may neither bid nor list.
-- Locks: accounts (ACCESS EXCLUSIVE for an instant: columns with constant defaults).  Old release keeps running: yes, it does not know them.
set local lock_timeout = '5s';

alter table accounts
    add column role text not null default 'member'
        constraint accounts_role_known check (role in ('member', 'moderator', 'operator')),
    add column suspended_at timestamptz,
    add column suspension_reason text
        constraint accounts_suspension_reason_length check (char_length(suspension_reason) between 1 and 500),
    add constraint accounts_suspended_for_a_reason check ((suspended_at is null) = (suspension_reason is null));
comment on column accounts.suspended_at is 'Since when the account may neither bid nor list; it may still sign in, pay and read.';
