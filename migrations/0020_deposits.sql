-- 0020_deposits.sql: deposits that bidders make before they bid (R-67).
-- Locks: standings, accounts (ACCESS EXCLUSIVE for a moment, no rewrite), lots, ledger_holds (SHARE ROW EXCLUSIVE, foreign keys).
-- Old release keeps running: yes, but it lets people bid without a deposit.
set local lock_timeout = '5s';

create table deposit_terms (
    lot_id     bigint primary key references lots on delete cascade,
    amount     bigint constraint deposit_terms_amount_bounds check (amount between 1 and 10000000000000),
    percent    integer constraint deposit_terms_percent_bounds check (percent between 1 and 100),
    set_by     bigint not null references accounts,
    set_at     timestamptz not null default clock_timestamp(),
    constraint deposit_terms_one_of_both check (num_nonnulls(amount, percent) = 1)
);
comment on table deposit_terms is 'What somebody must deposit before they bid on a lot: a fixed sum, or per cent of its start price.';

alter table standings
    add column deposit_amount bigint constraint standings_deposit_bounds check (deposit_amount between 1 and 10000000000000);
comment on column standings.deposit_amount is
    'What deposit_terms come to for the start price, so that a bid need not look for them; null: nobody has to deposit. Set by trigger.';

alter table accounts add column deposits_until timestamptz;
comment on column accounts.deposits_until is 'Until then this account makes a deposit for every lot it bids on, whatever the lot asks for (R-68).';

-- Not on the way of a bid: bids never set the start price.
create function standings_take_deposit() returns trigger language plpgsql as $$
begin
    new.deposit_amount := (select coalesce(t.amount, greatest(1, (new.start_amount * t.percent + 50) / 100)) from deposit_terms t where t.lot_id = new.lot_id);
    return new;
end $$;
create trigger standings_deposit_terms before insert or update of start_amount on standings
    for each row execute function standings_take_deposit();

create table deposits (
    id         bigint generated always as identity primary key,
    lot_id     bigint not null,
    account_id bigint not null references accounts,
    amount     bigint not null constraint deposits_amount_bounds check (amount between 1 and 10000000000000),
    currency   char(3) not null constraint deposits_currency_shape check (currency ~ '^[A-Z]{3}$'),
    state      text not null default 'unpaid' constraint deposits_state_known check (state in ('unpaid', 'active', 'released', 'forfeited')),
    hold_id    bigint constraint deposits_hold references ledger_holds,
    expires_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    constraint deposits_held check (state not in ('active', 'forfeited') or hold_id is not null),
    constraint deposits_unpaid_not_held check (state <> 'unpaid' or hold_id is null),
    constraint deposits_expires_iff_held check ((expires_at is null) = (hold_id is null)),
    constraint deposits_ended_iff_over check ((ended_at is null) = (state in ('unpaid', 'active')))
);
comment on table deposits is 'Money that a bidder has bound to a lot. Active: held in the wallet. Released: free again, or never paid. Forfeited: taken.';
comment on column deposits.lot_id is 'No foreign key: a lot may be taken back and removed before it begins; its deposits are released then, and stay.';
create unique index deposits_one_live on deposits (lot_id, account_id) where state in ('unpaid', 'active');
create index deposits_of_account on deposits (account_id, id desc);
