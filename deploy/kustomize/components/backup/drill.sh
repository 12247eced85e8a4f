#!/usr/bin/env bash
# Restores the newest dump of BACKUP_FOLDER into a PostgreSQL of its own, looks whether the auction is in it, and throws it away.
set -euo pipefail
folder=${BACKUP_FOLDER:?}
newest=$(find "$folder" -maxdepth 1 -name '*.dump' -printf '%f\n' | sort | tail -n 1)
[ -n "$newest" ] || { echo "there is no dump in $folder" >&2; exit 1; }
(cd "$folder" && sha256sum --check --quiet "${newest%.dump}.sha256")

work=$(mktemp -d "${TMPDIR:-/tmp}/drill.XXXXXX")
export PGHOST=$work PGDATA=$work/data PGUSER=postgres
trap 'pg_ctl --silent --mode=immediate stop || true; rm -rf "$work"' EXIT
initdb --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
pg_ctl --silent --wait --log="$work/log" --options="-k $work -c listen_addresses='' -c fsync=off" start || { cat "$work/log" >&2; exit 1; }
createdb gavel
pg_restore --exit-on-error --no-owner --no-privileges --dbname=gavel "$folder/$newest"

ask() { psql --no-psqlrc --tuples-only --no-align --dbname=gavel --command="$1"; }
migrations=$(ask 'select count(*) from schema_migrations')
[ "$migrations" -gt 0 ] || { echo "$newest holds no schema of Gavel" >&2; exit 1; }
echo "$newest: restored; $migrations migrations, $(ask 'select count(*) from accounts') accounts, $(ask 'select count(*) from lots') lots, $(ask 'select count(*) from bids') bids"
