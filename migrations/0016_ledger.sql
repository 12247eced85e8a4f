-- 0016_ledger.sql: double entry: books, transactions, their entries, money that is held, payouts.
-- Locks: accounts (SHARE ROW EXCLUSIVE, foreign keys).  Old release keeps running: yes, it does not know these tables.
set local lock_timeout = '5s';

-- Lock order of everything that posts: the thing it is about (an order, a payment, a deposit), then books by currency and name, then holds.
create table ledger_books (
    name       text not null constraint ledger_books_name_shape check (name ~ '^[a-z]+(:[a-z0-9_-]+)+$' and length(name) <= 80),
    currency   char(3) not null constraint ledger_books_currency_shape check (currency ~ '^[A-Z]{3}$'),
    kind       text not null generated always as (split_part(name, ':', 1)) stored
               constraint ledger_books_kind_known check (kind in ('wallet', 'escrow', 'income', 'outside')),
    account_id bigint generated always as (case when name like 'wallet:%' then substr(name, 8)::bigint end) stored
               constraint ledger_books_account references accounts,
    balance    bigint not null default 0,
    reserved   bigint not null default 0 constraint ledger_books_reserved_not_negative check (reserved >= 0),
    entries    bigint not null default 0 constraint ledger_books_entries_not_negative check (entries >= 0),
    primary key (name, currency),
    constraint ledger_books_covered check (kind in ('income', 'outside') or balance >= reserved),
    constraint ledger_books_held_in_wallets check (kind = 'wallet' or reserved = 0)
) with (fillfactor = 70);
comment on table ledger_books is
    'A balance is the sum of its entries, reserved the sum of its active holds: triggers keep both, nobody writes them. outside:* is below zero by what came in.';
create index ledger_books_of_account on ledger_books (account_id) where account_id is not null;

create table ledger_transactions (
    id        bigint generated always as identity primary key,
    key       text not null constraint ledger_transactions_once unique
              constraint ledger_transactions_key_shape check (key ~ '^[a-z][A-Za-z0-9_.:-]*$' and length(key) <= 200),
    reason    text not null constraint ledger_transactions_reason_shape check (reason ~ '^[a-z_]{2,40}$'),
    subject   text not null constraint ledger_transactions_subject_shape check (subject ~ '^[a-z]+(:[a-z0-9_-]+)+$' and length(subject) <= 100),
    currency  char(3) not null constraint ledger_transactions_currency_shape check (currency ~ '^[A-Z]{3}$'),
    lines     smallint not null constraint ledger_transactions_lines_bounds check (lines between 2 and 20),
    posted_at timestamptz not null default clock_timestamp(),
    constraint ledger_transactions_currency unique (id, currency)
);
comment on table ledger_transactions is 'Append-only: what happened to money, once per key. Its entries are as many as lines says and sum to zero.';

create table ledger_entries (
    book           text not null,
    currency       char(3) not null,
    seq            bigint not null constraint ledger_entries_seq_positive check (seq >= 1),
    transaction_id bigint not null,
    amount         bigint not null
                   constraint ledger_entries_amount_bounds check (amount <> 0 and amount between -1000000000000000 and 1000000000000000),
    balance_after  bigint not null,
    primary key (book, currency, seq),
    constraint ledger_entries_book foreign key (book, currency) references ledger_books (name, currency),
    constraint ledger_entries_transaction foreign key (transaction_id, currency) references ledger_transactions (id, currency)
);
comment on table ledger_entries is 'Append-only: what a transaction added to a book or took from it.';
comment on column ledger_entries.seq is 'Counts the entries of its book, without gaps; with balance_after set by the database when the entry is made.';
create index ledger_entries_of_transaction on ledger_entries (transaction_id);
create index ledger_entries_newest on ledger_entries (book, transaction_id desc, seq desc);

create table ledger_holds (
    id             bigint generated always as identity primary key,
    book           text not null,
    currency       char(3) not null,
    amount         bigint not null constraint ledger_holds_amount_bounds check (amount between 1 and 10000000000000),
    subject        text not null constraint ledger_holds_subject_shape check (subject ~ '^[a-z]+(:[a-z0-9_-]+)+$' and length(subject) <= 100),
    state          text not null default 'active' constraint ledger_holds_state_known check (state in ('active', 'posted', 'voided', 'expired')),
    created_at     timestamptz not null default clock_timestamp(),
    expires_at     timestamptz not null,
    ended_at       timestamptz,
    transaction_id bigint constraint ledger_holds_transaction references ledger_transactions,
    constraint ledger_holds_book foreign key (book, currency) references ledger_books (name, currency),
    constraint ledger_holds_ended_iff_over check ((ended_at is null) = (state = 'active')),
    constraint ledger_holds_posted_iff_transaction check ((transaction_id is not null) = (state = 'posted')),
    constraint ledger_holds_expired_in_time check (state <> 'expired' or ended_at >= expires_at)
) with (fillfactor = 80);
comment on table ledger_holds is 'Money of a wallet that is kept for something. Ends once, and is never deleted.';
create index ledger_holds_due on ledger_holds (expires_at) where state = 'active';
create index ledger_holds_active on ledger_holds (book, expires_at) where state = 'active';

create table ledger_payouts (
    id              bigint generated always as identity primary key,
    account_id      bigint not null constraint ledger_payouts_account references accounts,
    amount          bigint not null constraint ledger_payouts_amount_bounds check (amount between 1 and 10000000000000),
    currency        char(3) not null constraint ledger_payouts_currency_shape check (currency ~ '^[A-Z]{3}$'),
    reference       text not null constraint ledger_payouts_reference_length check (char_length(reference) between 1 and 100),
    note            text not null default '' constraint ledger_payouts_note_length check (char_length(note) <= 500),
    operator_id     bigint not null constraint ledger_payouts_operator references accounts,
    idempotency_key uuid not null,
    paid_at         timestamptz not null default clock_timestamp(),
    constraint ledger_payouts_once_per_reference unique (account_id, reference),
    constraint ledger_payouts_once_per_key unique (operator_id, idempotency_key)
);
comment on table ledger_payouts is 'Append-only: money of wallets that an operator has sent by bank. The transaction is "payout:<id>".';

-- Nothing is ever changed or deleted, whoever is connected; a separate role of the server has no right to either (comments above).
create trigger ledger_transactions_append_only before update or delete or truncate on ledger_transactions
    for each statement execute function refuse_history_change();
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
    for each statement execute function refuse_history_change();
create trigger ledger_payouts_append_only before update or delete or truncate on ledger_payouts
    for each statement execute function refuse_history_change();
create trigger ledger_books_kept before delete or truncate on ledger_books for each statement execute function refuse_history_change();
create trigger ledger_holds_kept before delete or truncate on ledger_holds for each statement execute function refuse_history_change();

-- An entry moves its book; the number of the entry and the balance after it come from there.
create function ledger_enter() returns trigger language plpgsql as $$
begin
    update ledger_books set balance = balance + new.amount, entries = entries + 1
     where name = new.book and currency = new.currency
    returning entries, balance into new.seq, new.balance_after;
    if not found then
        raise exception 'there is no book % in %', new.book, new.currency using errcode = 'foreign_key_violation';
    end if;
    return new;
end $$;
create trigger ledger_entries_move before insert on ledger_entries for each row execute function ledger_enter();

-- Only the triggers of entries and holds change a book (they run it at depth 2), and a new one is empty.
create function ledger_guard_book() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.balance <> 0 or new.reserved <> 0 or new.entries <> 0 then
            raise exception 'a new book is empty' using errcode = 'restrict_violation';
        end if;
    elsif pg_trigger_depth() < 2 or new.name <> old.name or new.currency <> old.currency then
        raise exception 'a book changes by entries and holds only' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger ledger_books_guarded before insert or update on ledger_books for each row execute function ledger_guard_book();

create function ledger_hold_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'active' then
            raise exception 'a new hold is active' using errcode = 'restrict_violation';
        end if;
        update ledger_books set reserved = reserved + new.amount where name = new.book and currency = new.currency;
        return new;
    end if;
    if old.state <> 'active' or new.state = 'active'
       or (new.id, new.book, new.currency, new.amount, new.subject, new.created_at, new.expires_at)
          is distinct from (old.id, old.book, old.currency, old.amount, old.subject, old.created_at, old.expires_at) then
        raise exception 'a hold only ends, and once' using errcode = 'restrict_violation';
    end if;
    update ledger_books set reserved = reserved - old.amount where name = old.book and currency = old.currency;
    return new;
end $$;
create trigger ledger_holds_reserve before insert or update on ledger_holds for each row execute function ledger_hold_changed();

-- At commit: every transaction has exactly its lines and they sum to zero. Of a transaction and of each entry, so that neither a transaction
-- without entries nor an entry added to an old transaction gets past.
create function ledger_balanced() returns trigger language plpgsql as $$
declare
    of_transaction constant bigint := case tg_table_name when 'ledger_entries' then (to_jsonb(new) ->> 'transaction_id')::bigint else (to_jsonb(new) ->> 'id')::bigint end;
    expected smallint;
    found_lines bigint;
    total numeric;
begin
    select lines into expected from ledger_transactions where id = of_transaction;
    select count(*), coalesce(sum(amount), 0) into found_lines, total from ledger_entries where transaction_id = of_transaction;
    if found_lines <> expected or total <> 0 then
        raise exception 'transaction % is not balanced: % lines of %, sum %', of_transaction, found_lines, expected, total
              using errcode = 'check_violation', constraint = 'ledger_transactions_balanced';
    end if;
    return null;
end $$;
create constraint trigger ledger_transactions_balanced after insert on ledger_transactions deferrable initially deferred
    for each row execute function ledger_balanced();
create constraint trigger ledger_entries_balanced after insert on ledger_entries deferrable initially deferred
    for each row execute function ledger_balanced();
