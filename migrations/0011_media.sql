-- 0011_media.sql — uploads, photos, portraits and documents, and what is to leave the store.
-- Locks: accounts (SHARE ROW EXCLUSIVE, foreign key).  Old release keeps running: yes, it does not know these tables.
set local lock_timeout = '5s';

create table media_files (
    id             bigint generated always as identity primary key,
    owner_id       bigint not null references accounts,
    purpose        text not null constraint media_files_purpose_known check (purpose in ('lot_photo', 'lot_document', 'avatar')),
    holder_id      bigint not null,
    position       integer not null constraint media_files_position_positive check (position >= 1),
    state          text not null default 'open' constraint media_files_state_known check (state in ('open', 'checking', 'ready', 'refused')),
    token          text not null constraint media_files_token_once unique constraint media_files_token_shape check (token ~ '^[0-9a-f]{32}$'),
    content_type   text not null constraint media_files_type_shape check (content_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
    bytes          bigint not null constraint media_files_bytes_bounds check (bytes between 1 and 104857600),
    name           text constraint media_files_name_length check (char_length(name) between 1 and 120),
    alt            text constraint media_files_alt_length check (char_length(alt) between 1 and 300),
    upload_name    text not null default '',
    refused        text constraint media_files_refused_shape check (refused ~ '^[a-z_]+$'),
    kind           text constraint media_files_kind_known check (kind in ('jpeg', 'png', 'webp', 'avif', 'heic', 'pdf')),
    width          integer constraint media_files_width_positive check (width >= 1),
    height         integer constraint media_files_height_positive check (height >= 1),
    quarter_turns  smallint not null default 0 constraint media_files_turns_bounds check (quarter_turns between 0 and 3),
    shown_turns    smallint not null default 0 constraint media_files_shown_turns_bounds check (shown_turns between 0 and 3),
    rendition      text constraint media_files_rendition_once unique constraint media_files_rendition_shape check (rendition ~ '^[0-9a-f]{32}$'),
    version        integer not null default 1 constraint media_files_version_positive check (version >= 1),
    widths         integer[],
    placeholder    text constraint media_files_placeholder_short check (length(placeholder) <= 8192),
    created_at     timestamptz not null default clock_timestamp(),
    changed_at     timestamptz not null default clock_timestamp(),
    -- Reordering moves several rows at once.
    constraint media_files_position_once unique (purpose, holder_id, position) deferrable initially deferred,
    constraint media_files_ready_complete check ((state = 'ready') = (rendition is not null) and (state = 'ready') = (kind is not null)),
    constraint media_files_refused_with_reason check ((state = 'refused') = (refused is not null)),
    constraint media_files_picture_complete check (
        state <> 'ready' or purpose = 'lot_document'
        or (num_nulls(width, height, placeholder) = 0 and coalesce(array_length(widths, 1), 0) > 0)),
    constraint media_files_document_named check (purpose <> 'lot_document' or name is not null)
);
comment on table media_files is
    'A file somebody sends, from the beginning of the upload on. What it belongs to was decided when it was begun; only ready ones are seen.';
comment on column media_files.holder_id is 'The lot, or the account of a portrait. Whoever removes it releases its files in the same transaction.';
comment on column media_files.token is 'Names the upload and the original in the store; never public.';
comment on column media_files.rendition is 'Names the public files in the store: a hash of their content, the token and the version, so no name is used twice.';
comment on column media_files.version is 'Counts renditions: each turn is another one.';
comment on column media_files.upload_name is 'What the store calls an upload in parts; empty if it is sent in one.';
create index media_files_of_owner on media_files (owner_id, state);
create index media_files_shown on media_files (purpose, holder_id, position) where state = 'ready';
create index media_files_unfinished on media_files (changed_at) where state <> 'ready';

create table media_leftovers (
    id           bigint generated always as identity primary key,
    place        text not null constraint media_leftovers_place_shape check (place ~ '^[a-z0-9/_-]+(\.[a-z0-9]+)?$'),
    upload_name  text not null default '',
    due_at       timestamptz not null
);
comment on table media_leftovers is 'Objects that nothing refers to any more, by key or by the prefix of their keys, until they are removed from the store.';
create index media_leftovers_due_first on media_leftovers (due_at);
