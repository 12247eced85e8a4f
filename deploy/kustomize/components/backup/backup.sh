#!/usr/bin/env bash
# Dumps the database into BACKUP_FOLDER and keeps the newest BACKUP_KEEP. The connections come from the sections `dump` (any instance)
# and `primary` of PGSERVICEFILE.
set -euo pipefail
folder=${BACKUP_FOLDER:?} keep=${BACKUP_KEEP:?}
name=$(date -u +%Y-%m-%dT%H%M%SZ)
trap 'rm -f "$folder/.unfinished"' EXIT

# Migrations hold this lock on the primary; shared, it keeps them away while the dump runs. It is the program's own number for it.
coproc turn { psql --no-psqlrc --quiet --tuples-only --no-align 'service=primary'; }
echo "select pg_advisory_lock_shared(${MIGRATION_LOCK:-444016780652}); select 'have it';" >&"${turn[1]}"
while IFS= read -r line <&"${turn[0]}"; do [ "$line" != 'have it' ] || break; done
[ "${line:-}" = 'have it' ] || { echo "the lock against migrations cannot be had" >&2; exit 1; }

pg_dump --format=custom --no-owner --no-privileges --file="$folder/.unfinished" 'service=dump'
pg_restore --list "$folder/.unfinished" >/dev/null
sync "$folder/.unfinished"
(cd "$folder" && mv .unfinished "$name.dump" && sha256sum "$name.dump" >"$name.sha256")
echo "$name.dump: $(stat --format=%s "$folder/$name.dump") bytes"

find "$folder" -maxdepth 1 -name '*.dump' -printf '%f\n' | sort --reverse | tail -n "+$((keep + 1))" | while IFS= read -r old; do
  rm -f "$folder/$old" "$folder/${old%.dump}.sha256"
  echo "$old: removed"
done
