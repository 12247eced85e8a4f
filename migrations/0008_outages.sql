-- 0008_outages.sql — the pulse of the service and its gaps (R-34).  Locks: none but its own.  Old release keeps running: yes.
set local lock_timeout = '5s';

create table service_pulse (
    single  boolean primary key default true constraint service_pulse_single check (single),
    beat_at timestamptz
);
comment on table service_pulse is 'When bids could last be taken, as the serving processes write every two seconds. Null: never yet.';
insert into service_pulse (beat_at) values (null);

create table outages (
    id            bigint generated always as identity primary key,
    began_at      timestamptz not null,
    ended_at      timestamptz not null,
    swept_to_lot  bigint not null default 0,
    extended_lots integer not null default 0 constraint outages_extended_counted check (extended_lots >= 0),
    swept_at      timestamptz,
    constraint outages_last check (began_at < ended_at)
);
comment on table outages is 'Times in which nobody could bid, noticed by the first beat after them. Until swept_at is set no lot is closed.';
comment on column outages.swept_to_lot is 'Every lot up to this one has been looked at: a sweep goes on where another process stopped.';
create index outages_unswept on outages (id) where swept_at is null;
create index outages_latest on outages (ended_at);
