-- 0024_backup_watch.sql: which of backup.targets an attempt was about, so that each place is watched for itself; what operators were told.
-- Locks: backup_runs (ACCESS EXCLUSIVE; all of it is read and written: a few rows a day).
-- Old release keeps running: yes; the backups it makes count for no place, so they are missed until the new release makes one.
set local lock_timeout = '5s';

alter table backup_runs add column target text constraint backup_runs_target_known check (target in ('folder', 's3', 'google'));
comment on column backup_runs.target is 'As backup.targets names it; null: written by a release that did not say.';
update backup_runs set target = case when place like '%Google Drive' then 'google' when place like 'the folder %' then 'folder' else 's3' end;

drop index backup_runs_last_good;
create index backup_runs_newest on backup_runs (kind, finished_at desc);

create table backup_watched (
    subject    text primary key constraint backup_watched_subject_known check (subject in ('folder', 's3', 'google', 'drill')),
    since      timestamptz not null default clock_timestamp(),
    told_late  boolean not null default false,
    told_at    timestamptz,
    constraint backup_watched_told_has_time check (told_at is not null or not told_late)
);
comment on table backup_watched is 'What can be late: each place of backup.targets, and the drill. The rows are the lock under which operators are written to.';
comment on column backup_watched.since is 'When a server first saw it configured: what never happened is late only so long after that.';
comment on column backup_watched.told_late is 'Whether the last letter to operators said that it is late.';
comment on column backup_watched.told_at is 'When a letter last said so.';
