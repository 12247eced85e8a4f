# Sourced. One machine without containers: each release in a folder of its own, `current` points to the one that runs; units of systemd.
source "$lib/drivers/machine.sh"
driver_tools="$driver_tools systemctl"

releases=${DELIVER_RELEASES:-/opt/gavel/releases}       # RELEASE/gavel and RELEASE/web below
current=${DELIVER_CURRENT:-/opt/gavel/current}
units=${DELIVER_UNITS:-gavel@1}
backup_first=${DELIVER_BACKUP_FIRST:-yes}               # a backup right before the delivery; no: somebody else makes them

# The program must be there and call itself so.
units_check() {
  local folder=$releases/${state[release]} version
  [ -x "$folder/gavel" ] || because "there is no program $folder/gavel" || return 1
  version=$("$folder/gavel" --version) || because "$folder/gavel does not run on this machine" || return 1
  same_release "${version##* }" "${state[release]}" || because "$folder/gavel calls itself $version" || return 1
  saw "$folder/gavel" "$version"
}

units_prepare() {
  [ "$backup_first" = yes ] || return 0
  systemctl stop gavel-backup.timer || because "gavel-backup.timer cannot be stopped" || return 1
  timeout "$prepare_s" systemctl start gavel-backup.service || because "the backup before the delivery failed; see: journalctl -u gavel-backup" || return 1
  did gavel-backup.service none 'done'
}
units_tidy() { [ "$backup_first" != yes ] || systemctl start gavel-backup.timer || because "gavel-backup.timer is not started"; }

units_remember() {
  state[old_app]=$(readlink "$current" || true)
  state[old_release]=$(basename "${state[old_app]}")
  state[old_image]=${state[old_app]}
}

# shellcheck disable=SC2086  # several units
units_stop() { timeout "$stop_s" systemctl stop $units || because "$units did not stop: see systemctl status $units"; }
units_running() {
  local each
  for each in $units; do
    ! systemctl is-active --quiet "$each" || printf '%s runs ' "$each"
  done
}
point_current_to() { ln -sfn "$1" "$current.new" && mv -T "$current.new" "$current" || because "$current cannot be changed"; }
units_update() { point_current_to "$releases/${state[release]}"; }
units_restore() { point_current_to "${state[old_app]}"; }

# A unit that ran before keeps its exit code until it starts again.
units_migrate() {
  local begun
  begun=$(date +%s)
  timeout "$migrate_s" systemctl start gavel-migrate.service
  case $? in
    124) because "gavel-migrate.service has not ended in $migrate_s s" || return 1 ;;
  esac
  command -v journalctl >/dev/null && journalctl --unit gavel-migrate.service --since "@$begun" --output cat --no-pager
  migrate_exit=$(systemctl show --property ExecMainStatus --value gavel-migrate.service)
}
# shellcheck disable=SC2086
units_start() { systemctl start --no-block $units; }
units_describe() { printf '%s, %s' "$(readlink "$current")" "$(units_running)"; }
