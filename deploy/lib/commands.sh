# Sourced. The commands: deliver, resume, abort, maintenance, status.
release='' image='' anyway=no compatible=no take_over=

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --image) image=${2:-}; shift ;;
      --anyway) anyway=yes ;;
      --compatible) compatible=yes ;;
      --take-over) take_over=--take-over ;;
      *) refuse_usage "'$1' is not understood here; see deploy/deliver help." ;;
    esac
    shift
  done
}

use_driver() {
  [ -f "$lib/drivers/$driver.sh" ] || refuse_usage "DELIVER_DRIVER is '$driver'; it can be kubernetes, compose or systemd."
  [ -n "$site" ] || refuse_usage "DELIVER_SITE is not set: the address of the site, like https://auction.example.org."
  source "$lib/drivers/$driver.sh"
  local tool
  for tool in jq curl $driver_tools; do
    command -v "$tool" >/dev/null || refuse_usage "the program '$tool' is missing."
  done
  trap 'interrupted' INT TERM
}

interrupted() {
  printf '\nInterrupted. Nothing is undone.\nNext: deploy/deliver resume --take-over\n' >&2
  exit 130
}

lock_or_refuse() {
  take_lock "$take_over" || refuse "$why" "deploy/deliver status" "deploy/deliver $1 --take-over   # only if that run has surely ended"
  load_state || refuse "the record of the delivery cannot be read" "deploy/deliver status"
}

deliver() {
  release=${1:-}
  [[ $release =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$ ]] || refuse_usage "which release? deploy/deliver deliver RELEASE"
  shift
  read_options "$@"
  use_driver
  begin_summary "Delivery of $release to $site"
  take_lock "$take_over" || refuse "$why" "deploy/deliver status" "deploy/deliver resume --take-over   # only if that run has surely ended"
  load_state || refuse "the record of the delivery cannot be read" "deploy/deliver status"
  did lock free "$holder"
  [ "${state[outcome]:-}" != running ] || refuse "the delivery of ${state[release]} has not ended; it was in step ${state[step]}" "deploy/deliver resume" "deploy/deliver abort"
  # What ran before a failed delivery is still what ran before this one, and its record stays until this one may begin.
  local forward=no
  [ "${state[outcome]:-}" != failed ] || forward=yes
  [ $forward = yes ] || state=()
  state[release]=$release state[image]=$image state[run]=$run state[attempt]=1 state[compatible]=$compatible
  [ $forward = yes ] || begin_record || refuse "$why" "deploy/deliver status"
  prepare || not_prepared $forward
  [ $forward = no ] || begin_record || not_prepared yes
  steps_from 1
  delivered
}

begin_record() {
  local -a words=()
  local key
  for key in release image run attempt compatible; do words+=("$key" "${state[$key]}"); done
  save "${words[@]}" migration "${state[migration]:-none}" step 0 outcome running why "" resume_from "" holder "$holder" started_at "$(now)"
}

not_prepared() {  # FORWARD
  local reason=$why
  driver_tidy || true
  [ "$1" = yes ] || save outcome refused why "$reason" || true
  refuse "$reason" "deploy/deliver deliver $release${image:+ --image $image}$([[ $reason != *"lot ends"* ]] || echo " --anyway")"
}

delivered() {
  finish "done"
  why=
  closing 0 "Release ${state[release]} is live."
}

resume() {
  read_options "$@"
  use_driver
  lock_or_refuse resume
  unfinished || refuse "there is no delivery to go on with; the last one is ${state[outcome]:-not recorded}" "deploy/deliver status"
  begin_summary "Delivery of ${state[release]} to $site, resumed"
  local from=${state[step]}
  if [ "${state[outcome]}" = failed ]; then
    from=${state[resume_from]}
    # A migration that ended badly cannot be started again under its name.
    state[attempt]=$((${state[attempt]} + 1))
    save attempt "${state[attempt]}" || refuse "$why" "deploy/deliver resume"
  fi
  note "resumes the delivery of ${state[release]} with step $from"
  release=${state[release]} image=${state[image]}
  if [ "$from" -eq 0 ]; then
    prepare || not_prepared no
    from=1
  fi
  steps_from "$from"
  delivered
}

abort() {
  read_options "$@"
  use_driver
  lock_or_refuse abort
  unfinished || refuse "there is no delivery to abort; the last one is ${state[outcome]:-not recorded}" "deploy/deliver status"
  begin_summary "Delivery of ${state[release]} to $site, aborted"
  [ "$compatible" = no ] || state[compatible]=yes
  if [ "${state[step]}" -ge 4 ] && [ "$compatible" = no ] && ! may_go_back; then
    refuse "the schema may have changed (migration: ${state[migration]}); the former release must be known to run on it" \
      "deploy/deliver resume" "deploy/deliver abort --compatible   # if the heads of the new migrations say that the old release keeps running"
  fi
  at_step=abort
  what_step="former release"
  if [ "${state[step]}" -ge 2 ]; then
    driver_switch maintenance && visitors_see maintenance && driver_stop && restore_old || stay 3 "$why"
  else
    driver_switch live && visitors_see live || stay 1 "$why"
  fi
  finish aborted
  why=
  closing 0 "Aborted. The former release${state[old_release]:+ (${state[old_release]})} is live."
}

maintenance() {
  local wanted=${1:-}
  [ "$wanted" = on ] || [ "$wanted" = off ] || refuse_usage "deploy/deliver maintenance on, or off"
  shift
  read_options "$@"
  use_driver
  lock_or_refuse "maintenance $wanted"
  at_step=maintenance
  what_step=$wanted
  ! unfinished || refuse "the delivery of ${state[release]} has not ended" "deploy/deliver resume" "deploy/deliver abort"
  if [ "$wanted" = on ]; then
    driver_maintenance_is_ready || refuse "$why"
    driver_switch maintenance && visitors_see maintenance || { drop_lock; closing "$exit_old_live" "Maintenance is not surely on." "deploy/deliver status" "deploy/deliver maintenance on"; }
  else
    driver_is_serving || refuse "the application is not ready: ${seen:-}" "deploy/deliver status"
    driver_switch live && visitors_see live || { drop_lock; closing "$exit_maintenance" "Maintenance is not surely off." "deploy/deliver status" "deploy/deliver maintenance off"; }
  fi
  drop_lock
  closing 0 "Maintenance is $wanted."
}

status() {
  use_driver
  load_state || refuse "the record of the delivery cannot be read"
  local key
  for key in release image step outcome why migration old_release started_at updated_at; do
    printf '%-12s %s\n' "$key" "${state[$key]:-}"
  done
  printf '%-12s %s\n' lock "$(driver_lock_holder)"
  printf '%-12s %s\n' switch "$(driver_mode)"
  printf '%-12s %s\n' application "$(driver_describe)"
  probe
  printf '%-12s %s\n' visitors "$site answers ${probed_status:-nothing}, mode ${probed_mode:-not named}${probed_release:+, release $probed_release}"
}
