-- 0019_fees.sql: fees as data with their validity; what sellers buy; which lots paid for being listed.
-- Locks: accounts, lots (SHARE ROW EXCLUSIVE, foreign keys). Old release keeps running: yes, it knows no fees and the first ones are zero.
set local lock_timeout = '5s';

-- Equal texts as ranges that overlap: with it an exclusion constraint needs no extension.
create type text_range as range (subtype = text, collation = "C");

create function fee_bands_are_sound(froms bigint[], points integer[]) returns boolean language sql immutable as $$
    select cardinality(froms) = cardinality(points) and cardinality(froms) between 1 and 20
       and froms[1] = 0 and array_position(froms, null) is null and array_position(points, null) is null
       and (select bool_and(coalesce(f > before, true)) from (select f, lag(f) over (order by n) as before
              from unnest(froms) with ordinality as all_froms (f, n)) steps)
       and (select bool_and(f between 0 and 10000000000000) from unnest(froms) f)
       and (select bool_and(p between 0 and 10000) from unnest(points) p)
$$;

create table fees (
    id           bigint generated always as identity primary key,
    kind         text not null constraint fees_kind_shape check (kind ~ '^(listing|commission|premium|service:[a-z0-9_]{1,30})$'),
    currency     char(3) not null default 'UAH' constraint fees_currency_shape check (currency ~ '^[A-Z]{3}$'),
    amount       bigint constraint fees_amount_bounds check (amount between 0 and 10000000000000),
    band_froms   bigint[],
    band_points  integer[],
    valid_from   timestamptz not null constraint fees_begin_finite check (isfinite(valid_from)),
    valid_until  timestamptz constraint fees_end_finite check (isfinite(valid_until)),
    cut_by       bigint constraint fees_cut_by_another references fees on delete set null,
    note         text constraint fees_note_length check (char_length(note) between 1 and 300),
    set_by       bigint references accounts,
    set_at       timestamptz not null default clock_timestamp(),
    constraint fees_amount_or_bands check ((amount is null) = (kind in ('commission', 'premium'))),
    constraint fees_bands_whole check (num_nulls(band_froms, band_points) = case when amount is null then 0 else 2 end),
    constraint fees_bands_sound check (band_froms is null or fee_bands_are_sound(band_froms, band_points)),
    constraint fees_service_costs check (kind not like 'service:%' or amount >= 1),
    constraint fees_end_after_begin check (valid_until > valid_from),
    constraint fees_cut_has_end check (cut_by is null or valid_until is not null),
    constraint fees_one_at_a_time exclude using gist
        (text_range(kind || ' ' || currency, kind || ' ' || currency, '[]') with &&, tstzrange(valid_from, valid_until) with &&)
);
comment on table fees is
    'What is charged for what, and when. A lot is charged by the rows that were valid when it was published, so no row may change what applied in the past.';
comment on column fees.amount is 'Minor units. Null: by bands.';
comment on column fees.band_froms is 'Where each progressive band begins, minor units; band_points are its basis points.';
comment on column fees.cut_by is 'The row that has ended this one; taken back before it begins, this one goes on.';
create index fees_cut on fees (cut_by) where cut_by is not null;

-- Nothing costs anything until an operator says so.
insert into fees (kind, band_froms, band_points, valid_from) values
    ('commission', '{0}', '{0}', '1970-01-01 00:00:00+00'),
    ('premium', '{0}', '{0}', '1970-01-01 00:00:00+00');

create function refuse_fee_rewriting() returns trigger language plpgsql as $$
declare
    moment constant timestamptz := clock_timestamp();
begin
    if tg_op = 'INSERT' then
        if new.valid_from < transaction_timestamp() then
            raise exception 'a fee cannot begin in the past' using errcode = 'restrict_violation';
        end if;
        return new;
    end if;
    if tg_op = 'DELETE' then
        if old.valid_from <= moment then
            raise exception 'a fee that has begun is not deleted' using errcode = 'restrict_violation';
        end if;
        return old;
    end if;
    if (new.id, new.kind, new.currency, new.amount, new.band_froms, new.band_points, new.valid_from, new.set_at)
           is distinct from (old.id, old.kind, old.currency, old.amount, old.band_froms, old.band_points, old.valid_from, old.set_at)
       or (new.valid_until is distinct from old.valid_until
           and (old.valid_until < transaction_timestamp() or new.valid_until < transaction_timestamp())) then
        raise exception 'what a fee was does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fees_past_stays before insert or update or delete on fees for each row execute function refuse_fee_rewriting();

create table service_purchases (
    id               bigint generated always as identity primary key,
    account_id       bigint not null references accounts,
    service          text not null constraint service_purchases_service_known
                     check (service in ('highlight', 'bold', 'top', 'home', 'listings_10', 'listings_50')),
    lot_id           bigint references lots on delete set null,
    currency         char(3) not null constraint service_purchases_currency_shape check (currency ~ '^[A-Z]{3}$'),
    price            bigint not null constraint service_purchases_price_bounds check (price between 1 and 10000000000000),
    state            text not null default 'due' constraint service_purchases_state_known
                     check (state in ('due', 'lapsed', 'paid', 'cancelled', 'refunded')),
    created_at       timestamptz not null default clock_timestamp(),
    pay_until        timestamptz not null,
    paid_at          timestamptz,
    paid_from        text constraint service_purchases_paid_from_known check (paid_from in ('wallet', 'card')),
    payment_id       bigint constraint service_purchases_payment_positive check (payment_id > 0),
    begins_at        timestamptz,
    expires_at       timestamptz,
    listings         integer constraint service_purchases_listings_bounds check (listings between 1 and 1000),
    listings_used    integer not null default 0,
    constraint service_purchases_pay_until_later check (pay_until > created_at),
    constraint service_purchases_paid_whole check (num_nulls(paid_at, paid_from) in (0, 2)),
    constraint service_purchases_paid_iff_time check ((paid_at is not null) = (state in ('paid', 'refunded'))),
    constraint service_purchases_card_has_payment check ((payment_id is not null) = coalesce(paid_from = 'card', false)),
    constraint service_purchases_package_counts check ((listings is not null) = (service in ('listings_10', 'listings_50'))),
    constraint service_purchases_package_of_no_lot check (listings is null or lot_id is null),
    constraint service_purchases_period_whole check (num_nulls(begins_at, expires_at) in (0, 2) and expires_at > begins_at),
    constraint service_purchases_period_iff_promoted check ((begins_at is not null) = (paid_at is not null and listings is null)),
    constraint service_purchases_used_bounds check (listings_used between 0 and coalesce(listings, 0)),
    constraint service_purchases_refunded_unused check (state <> 'refunded' or listings_used = 0),
    -- Who pays twice for the same promotion has it for twice as long.
    constraint service_purchases_one_after_another exclude using gist
        (int8range(lot_id, lot_id, '[]') with &&, text_range(service, service, '[]') with &&, tstzrange(begins_at, expires_at) with &&)
        where (state = 'paid' and lot_id is not null)
);
comment on table service_purchases is 'What sellers buy: promotions of lots, packages of listings. A promotion is in effect from begins_at until expires_at by the clock alone.';
comment on column service_purchases.price is 'As it was when the purchase was made; holds until pay_until.';
comment on column service_purchases.payment_id is 'Whose money it took; module payments.';
comment on column service_purchases.lot_id is 'Null for packages, and once a lot that was taken back was deleted.';
create unique index service_purchases_one_due on service_purchases (account_id, service, coalesce(lot_id, 0)) where state = 'due';
create index service_purchases_of_account on service_purchases (account_id, id desc);
create index service_purchases_of_lot on service_purchases (lot_id, expires_at) where state = 'paid' and lot_id is not null;
create index service_purchases_of_lot_any on service_purchases (lot_id) where lot_id is not null;
create index service_purchases_placed on service_purchases (service, expires_at) where state = 'paid' and service in ('top', 'home');
create index service_purchases_packages on service_purchases (account_id, paid_at) where state = 'paid' and listings is not null;

create table service_keys (
    account_id       bigint not null references accounts,
    idempotency_key  uuid not null,
    purchase_id      bigint not null references service_purchases,
    primary key (account_id, idempotency_key)
);
comment on table service_keys is 'Append-only: which purchase answered a request to buy. Several may lead to one: a purchase that waited was asked for again, or paid.';
create index service_keys_of_purchase on service_keys (purchase_id);

create table listing_charges (
    lot_id       bigint primary key references lots on delete cascade,
    account_id   bigint not null references accounts,
    currency     char(3) not null,
    fee          bigint not null constraint listing_charges_fee_positive check (fee >= 1),
    purchase_id  bigint references service_purchases,
    charged_at   timestamptz not null default clock_timestamp()
);
comment on table listing_charges is 'Lots whose publication was paid for, once for each lot: from a package, or (purchase_id is null) from the wallet.';
create index listing_charges_of_purchase on listing_charges (purchase_id) where purchase_id is not null;
