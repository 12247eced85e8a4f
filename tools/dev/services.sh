# Sourced. A private PostgreSQL and a private Redis on unix sockets, and programs that run in the background.

# PostgreSQL refuses to run as root; the user postgres must then be able to reach its folder.
as_postgres() {
  if [ "$EUID" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# reachable_folder NAME: var/NAME, or a folder of our own in the temporary one if var/ is out of reach or its socket path would be too long.
reachable_folder() {
  local folder=$var/$1
  mkdir -p "$var"
  if ! as_postgres test -x "$var" || [ ${#folder} -gt 80 ]; then
    folder=/tmp/gavel-$(echo "$root" | cksum | cut -d ' ' -f 1)/$1
  fi
  mkdir -p "$folder"
  chmod 700 "$folder"
  echo "$folder"
}

# The programs of the PostgreSQL that made the data, the newest one for new data.
postgres_bin() {
  local made
  made=$(cat "$1/data/PG_VERSION" 2>/dev/null || ls /usr/lib/postgresql | sort -V | tail -n 1)
  [ -x "/usr/lib/postgresql/$made/bin/postgres" ] ||
    die "$1/data was made by PostgreSQL $made, which is not installed. Install postgresql-$made, or remove that folder to begin with fresh demo data."
  echo "/usr/lib/postgresql/$made/bin"
}

# start_postgres FOLDER [SETTING...]: does nothing if it runs.
start_postgres() {
  local folder=$1 bin settings
  shift
  bin=$(postgres_bin "$folder")
  [ "$EUID" -ne 0 ] || chown postgres: "$folder"
  if [ ! -d "$folder/data" ]; then
    as_postgres rm -rf "$folder/unfinished"
    as_postgres "$bin/initdb" -D "$folder/unfinished" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync
    as_postgres mv "$folder/unfinished" "$folder/data"
  fi
  as_postgres "$bin/pg_ctl" -D "$folder/data" status >/dev/null && return 0
  settings="-k $folder -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB"
  for each in "$@"; do settings+=" -c $each"; done
  as_postgres "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "$settings" start
}

stop_postgres() {
  [ ! -d "$1/data" ] || as_postgres "$(postgres_bin "$1")/pg_ctl" -D "$1/data" -m fast -w stop >/dev/null 2>&1 || true
}

# postgres_url FOLDER DATABASE USER
postgres_url() { echo "postgresql:///$2?host=$1&user=$3"; }
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$1" -c "$2"; }

# --- programs in the background: var/run/NAME.pid holds the process and the program it runs ---

# start_program NAME COMMAND...
start_program() {
  local name=$1
  shift
  mkdir -p "$var/run"
  setsid nohup "$@" >>"$logs/$name.log" 2>&1 </dev/null &
  echo "$! $(readlink -f "$(command -v "$1")")" >"$var/run/$name.pid"
}

# True if the process still is that program: its number may have gone to another since.
runs() {
  local pid program now
  [ -f "$var/run/$1.pid" ] || return 1
  read -r pid program <"$var/run/$1.pid"
  now=$(readlink "/proc/$pid/exe" 2>/dev/null) || return 1
  [ "${now% (deleted)}" = "$program" ]
}

stop_program() {
  local name=$1 pid
  if runs "$name"; then
    read -r pid _ <"$var/run/$name.pid"
    kill "$pid"
    for _ in $(seq 150); do runs "$name" || break; sleep 0.1; done
    ! runs "$name" || kill -9 "$pid"
  fi
  rm -f "$var/run/$name.pid"
}
