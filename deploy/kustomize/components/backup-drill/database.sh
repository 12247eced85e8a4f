#!/usr/bin/env bash
# A PostgreSQL for one drill: empty, only for this pod, in a folder that goes away with it.
set -euo pipefail
export PGDATA=$TMPDIR/database
initdb --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
exec postgres -c "port=$PGPORT" -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$TMPDIR" -c fsync=off -c full_page_writes=off -c max_wal_size=4GB
