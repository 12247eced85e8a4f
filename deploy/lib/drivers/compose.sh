# Sourced. One machine with containers: deploy/compose. The image of the application is APP_IMAGE in the file .env there.
source "$lib/drivers/machine.sh"

compose_folder=${DELIVER_COMPOSE_FOLDER:-$lib/../compose}
compose_command=${DELIVER_COMPOSE:-docker compose}
control=${DELIVER_HAPROXY_CONTROL:-$compose_folder/run/admin.sock}
switch_file=${DELIVER_SWITCH_FILE:-$compose_folder/run/switch.map}
switch_name=${DELIVER_SWITCH_NAME:-/run/entry/switch.map}
smoke_at=${DELIVER_SMOKE_AT-127.0.0.1:8080}
backup_first=${DELIVER_BACKUP_FIRST:-yes}
driver_tools="$driver_tools ${compose_command%% *}"

# shellcheck disable=SC2086  # a program and its first word
compose() { (cd "$compose_folder" && $compose_command "$@"); }
image_now() { sed -n 's/^APP_IMAGE=//p' "$compose_folder/.env"; }
set_image() {
  { grep -v -E '^APP_(IMAGE|RELEASE)=' "$compose_folder/.env"; printf 'APP_IMAGE=%s\nAPP_RELEASE=%s\n' "$1" "$2"; } >"$compose_folder/.env.new" &&
    mv "$compose_folder/.env.new" "$compose_folder/.env" || because "$compose_folder/.env cannot be written"
}

units_check() {
  [[ ${state[image]} =~ ^[^@[:space:]]+@sha256:[0-9a-f]{64}$ ]] || because "--image must name the release by digest, NAME@sha256:…; it is '${state[image]}'"
}

# The download and the backup belong before the outage.
units_prepare() {
  APP_IMAGE=${state[image]} compose pull --quiet app || because "${state[image]} cannot be downloaded" || return 1
  did "${state[image]}" "" downloaded
  [ "$backup_first" = yes ] || return 0
  timeout "$prepare_s" "$BASH" -c "cd '$compose_folder' && $compose_command run --rm --no-deps backup backup run" || because "the backup before the delivery failed" || return 1
  did backup none 'done'
}
units_tidy() { :; }

units_remember() {
  state[old_image]=$(image_now)
  state[old_app]=${state[old_image]}
  state[old_release]=$(sed -n 's/^APP_RELEASE=//p' "$compose_folder/.env")
}

units_stop() { compose stop --timeout "$stop_s" app || because "the container of the application cannot be stopped"; }
units_running() { compose ps --status running --quiet app; }
units_update() { set_image "${state[image]}" "${state[release]}" && { compose up --no-start --no-deps app || because "the container of the application cannot be made"; }; }
units_restore() { set_image "${state[old_app]}" "${state[old_release]}"; }
units_migrate() {
  timeout "$migrate_s" "$BASH" -c "cd '$compose_folder' && $compose_command run --rm --no-deps migrate"
  migrate_exit=$?
  [ "$migrate_exit" -ne 124 ] || { migrate_exit=; because "the migration has not ended in $migrate_s s"; }
}
units_start() { compose up --detach --no-deps app; }
units_describe() { image_now; }
