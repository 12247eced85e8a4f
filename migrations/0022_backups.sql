-- 0022_backups.sql: what was saved, what was proven, and which objects of the store lie in which pack.
-- Locks: none on tables that exist. Old release keeps running: yes, it does not know these tables.
set local lock_timeout = '5s';

create table backup_runs (
    id           bigint generated always as identity primary key,
    kind         text not null constraint backup_runs_kind_known check (kind in ('save', 'verify')),
    place        text not null constraint backup_runs_place_length check (char_length(place) between 1 and 300),
    backup       text constraint backup_runs_backup_shape check (backup ~ '^[0-9]{8}-[0-9]{6}-[0-9a-f]{6}$'),
    began_at     timestamptz not null,
    finished_at  timestamptz not null default clock_timestamp(),
    bytes        bigint not null constraint backup_runs_bytes_bounds check (bytes >= 0),
    failure      text constraint backup_runs_failure_length check (char_length(failure) between 1 and 2000),
    constraint backup_runs_in_order check (finished_at >= began_at),
    constraint backup_runs_done_is_named check (failure is not null or backup is not null)
);
comment on table backup_runs is 'Append-only. Each attempt to save to a place, and each drill; without a failure it succeeded.';
create index backup_runs_last_good on backup_runs (kind, finished_at desc) where failure is null;

create table backup_packed (
    key         text not null constraint backup_packed_key_length check (char_length(key) between 1 and 400),
    sealed_for  text not null constraint backup_packed_sealed_for_shape check (sealed_for ~ '^[0-9a-f]{32}$'),
    pack        text not null constraint backup_packed_pack_shape check (pack ~ '^m/[0-9a-f]{32}$'),
    bytes       bigint not null constraint backup_packed_bytes_bounds check (bytes >= 0),
    sha256      text not null constraint backup_packed_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint backup_packed_once primary key (key, sealed_for, pack)
);
comment on table backup_packed is
    'Objects of the store that were sent in a pack. Only a memory: what is missing here is sent again, what no place has any more is not believed.';
comment on column backup_packed.sealed_for is 'A hash of the keys that can open the pack; other keys need packs of their own.';
create index backup_packed_of_pack on backup_packed (pack);

create table backup_packs (
    pack    text primary key constraint backup_packs_pack_shape check (pack ~ '^m/[0-9a-f]{32}$'),
    bytes   bigint not null constraint backup_packs_bytes_bounds check (bytes > 0),
    sha256  text not null constraint backup_packs_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table backup_packs is 'The packs that were written, as their sealed bytes are.';
alter table backup_packed add constraint backup_packed_in_pack foreign key (pack) references backup_packs on delete cascade;

-- What a copy is compared with. Reads every row: for backups and drills.
create function table_row_counts() returns table (table_name text, row_count bigint) language plpgsql stable as $$
declare
    t regclass;
begin
    for t in select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname loop
        table_name := t::text;
        execute format('select count(*) from %s', t) into row_count;
        return next;
    end loop;
end $$;
comment on function table_row_counts() is 'The number of rows of each table, in the order of their names.';
