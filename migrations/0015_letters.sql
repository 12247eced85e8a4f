-- 0015_letters.sql: what the newer letters need: devices an account was signed in from, closed accounts, reminders before the end, saved searches.
-- Locks: accounts, notifications (ACCESS EXCLUSIVE; notifications is read once), lots (SHARE ROW EXCLUSIVE, foreign key).
-- Old release keeps running: yes.
set local lock_timeout = '5s';

-- A browser keeps one token for good and shows it whenever somebody signs in.
create table account_devices (
    account_id   bigint not null references accounts on delete cascade,
    token_hash   bytea not null constraint account_devices_hash_size check (octet_length(token_hash) = 32),
    last_seen_at timestamptz not null default clock_timestamp(),
    constraint account_devices_pkey primary key (account_id, token_hash)
);
comment on column account_devices.token_hash is
    'SHA-256 of account and token: rows of two accounts that share a browser do not tell so. The token itself is only in the cookie.';

alter table accounts add column closed_at timestamptz;
comment on column accounts.closed_at is 'Closed by its owner: nothing personal is left in the row, which stays because bids and sales point to it.';

create table lot_reminders (
    lot_id   bigint primary key references lots on delete cascade,
    for_end  timestamptz not null,
    told_at  timestamptz not null default clock_timestamp()
);
comment on table lot_reminders is 'Of which end of a lot those who wait for it were told.';

create table saved_searches (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts on delete cascade,
    name       text not null constraint saved_searches_name_length check (char_length(name) between 1 and 80),
    query      text not null constraint saved_searches_query_length check (length(query) between 3 and 2000),
    words      text constraint saved_searches_words_length check (length(words) <= 2000),
    category   text constraint saved_searches_category_length check (length(category) <= 40),
    conditions text[] constraint saved_searches_conditions_bounded check (cardinality(conditions) between 1 and 5),
    min_price  bigint constraint saved_searches_min_price_not_negative check (min_price >= 0),
    max_price  bigint constraint saved_searches_max_price_not_negative check (max_price >= 0),
    seller_id  bigint constraint saved_searches_seller_positive check (seller_id > 0),
    mail       boolean not null default true,
    seen_until timestamptz not null default clock_timestamp(),
    look_at    timestamptz not null default clock_timestamp(),
    found_at   timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    constraint saved_searches_once_per_query unique (account_id, query)
);
comment on column saved_searches.query is 'The filter as the address of the list page has it, in its one spelling; the columns below say the same for the database.';
comment on column saved_searches.seen_until is 'Lots published up to then were looked at.';
comment on column saved_searches.look_at is 'Not before: soon after a look that found nothing, a day after one that found something.';
create index saved_searches_due on saved_searches (look_at);

alter table notifications
    drop constraint notifications_kind_known,
    add constraint notifications_kind_known check (kind in (
        'outbid', 'leading', 'won', 'lost', 'sold', 'unsold', 'extended', 'frozen', 'resumed', 'cancelled',
        'bids_cancelled', 'max_cut', 'withdrawn_by_bidder', 'ending_soon', 'search_hit')),
    add column found integer constraint notifications_found_positive check (found >= 1),
    add column search_name text constraint notifications_search_name_length check (char_length(search_name) between 1 and 80),
    add column search_query text constraint notifications_search_query_length check (length(search_query) <= 2000),
    add constraint notifications_found_iff_search check ((found is not null) = (kind = 'search_hit')),
    add constraint notifications_search_whole check ((search_name is null) = (search_query is null));
comment on column notifications.found is 'How many lots a saved search has found; lot_id is the newest of them.';
comment on column notifications.search_name is 'Of the one search that has found them; null if it was several.';
