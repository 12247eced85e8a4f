# Sourced by the drivers of one machine. HAProxy is the switch; the lock and the record are files. A driver adds how its instances are
# stopped, replaced, migrated and started: units_check, units_prepare, units_remember, units_stop, units_running, units_update,
# units_migrate, units_start, units_restore, units_describe, units_tidy.
driver_tools="socat flock"

control=${DELIVER_HAPROXY_CONTROL:-/run/haproxy/admin.sock}
switch_file=${DELIVER_SWITCH_FILE:-/etc/haproxy/switch.map}
switch_name=${DELIVER_SWITCH_NAME:-/etc/haproxy/switch.map}   # how HAProxy calls that file, if it is in a container
servers=${DELIVER_SERVERS:-app1}                              # of backend app, that must be up
smoke_at=${DELIVER_SMOKE_AT-127.0.0.1:8080}                  # where they listen, past HAProxy
records=${DELIVER_RECORDS:-/var/lib/gavel/delivery}

haproxy() { socat -t "$call_s" - "UNIX-CONNECT:$control" <<<"$1"; }

driver_lock() {
  mkdir -p "$records"
  exec {lock_file}>>"$records/lock"
  if ! flock -n "$lock_file"; then
    because "the lock is held by $(cat "$records/holder" 2>/dev/null || echo another run)"
    return 1
  fi
  printf '%s\n' "$holder" >"$records/holder"
}
driver_renew_lock() { :; }   # the kernel lets it go with the process
driver_unlock() { rm -f "$records/holder"; exec {lock_file}>&-; }
driver_lock_holder() { cat "$records/holder" 2>/dev/null || echo free; }

driver_read_state() { if [ -s "$records/state.json" ]; then cat "$records/state.json"; else echo '{}'; fi; }
driver_write_state() {
  local merged
  merged=$(driver_read_state | jq --argjson new "$1" '. + $new') && printf '%s\n' "$merged" >"$records/state.json.new" && mv "$records/state.json.new" "$records/state.json"
}

# server_is BACKEND NAME: its state for HAProxy's checks, UP or DOWN or one of their shades.
server_is() { haproxy "show stat" | awk -F, -v backend="$1" -v name="$2" '$1 == backend && $2 == name {print $18}'; }

driver_check_release() { units_check; }
driver_maintenance_is_ready() {
  [ "$(server_is maintenance page)" = UP ] || because "the maintenance page is not ready for HAProxy (backend maintenance)" || return 1
  saw "maintenance page" ready
}
driver_prepare() { units_prepare; }
driver_remember_old() { units_remember && save nodes "$servers" old_release "${state[old_release]}" old_image "${state[old_image]}" old_app "${state[old_app]}"; }

driver_mode() {
  local mode
  mode=$(haproxy "show map $switch_name" | awk '$2 == "mode" {print $3}')
  echo "${mode:-unknown}"
}

# The file first: a reload of HAProxy between the two keeps what is wanted.
driver_switch() {
  local before
  before=$(driver_mode)
  printf 'mode %s\n' "$1" >"$switch_file" || because "$switch_file cannot be written" || return 1
  haproxy "set map $switch_name mode $1" >/dev/null
  [ "$(driver_mode)" = "$1" ] || because "HAProxy does not take the switch over ($control)" || return 1
  did "$switch_name" "$before" "$1"
}

driver_stop() {
  stuck=no
  units_stop || { stuck=yes; because "${why:-the application cannot be stopped}"; return 1; }
  await "$stop_s" "every instance has ended" all_down || { stuck=yes; return 1; }
  did application running stopped
}
all_down() {
  local name
  seen=$(units_running)
  [ -z "$seen" ] || return 1
  for name in $servers; do
    seen="HAProxy still sees $name"
    [[ $(server_is app "$name") != UP* ]] || return 1
  done
}

driver_update() { units_update && did application "${state[old_release]:-none}" "${state[release]}"; }

driver_migrate() {
  migrate_exit=
  did migration stopped running
  units_migrate
}

driver_start() {
  units_start || because "the application cannot be started" || return 1
  await "$start_s" "every instance is ready" all_up || return 1
  did application stopped "ready: $servers"
}
driver_start_old() { driver_start; }
all_up() {
  local name
  for name in $servers; do
    seen="for HAProxy $name is $(server_is app "$name")"
    [ "$(server_is app "$name")" = UP ] || return 1
  done
}

driver_restore_old() {
  units_stop || because "the application cannot be stopped" || return 1
  await "$stop_s" "every instance has ended" all_down || return 1
  [ -n "${state[old_app]:-}" ] || because "it is not recorded what ran before" || return 1
  units_restore && did application "${state[release]}" "${state[old_release]}"
}

driver_smoke() {  # RELEASE
  local each
  for each in $smoke_at; do
    bash "$lib/smoke.sh" "${each%:*}" "${each##*:}" "$1" >/dev/null || because "the application at $each does not answer as it should; see above" || return 1
    saw "application at $each" "answers"
  done
}

driver_is_serving() { all_up; }
driver_describe() { printf '%s; for HAProxy: %s\n' "$(units_describe)" "$(for each in $servers; do printf '%s %s ' "$each" "$(server_is app "$each")"; done)"; }
driver_tidy() { units_tidy; }
