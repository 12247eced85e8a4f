# Sourced. What happens when a step fails. Until the application is stopped everything goes back; after that, only what is known to be
# safe goes back, and otherwise visitors keep seeing the maintenance page until a person decides.

failed_in() {
  local n=$1 reason=$why
  note "failed: $reason"
  case $n in
    1) back_to_live "$reason" ;;
    2) if [ "${stuck:-no}" = yes ]; then stay 2 "$reason"; else back_to_old "$reason" 2; fi ;;
    3) back_to_old "$reason" 3 ;;
    4) if [ "${state[migration]}" = refused ]; then back_to_old "$reason" 3; else stay 3 "$reason"; fi ;;
    5) driver_stop || note "the new release could not be stopped: $why"
       if may_go_back; then back_to_old "$reason" 3; else stay 3 "$reason"; fi ;;
    6) driver_switch maintenance || note "maintenance could not be switched on: $why"
       stay 6 "$reason" ;;
  esac
}

# The former release runs on the schema as it is now.
may_go_back() {
  case ${state[migration]:-none} in
    none | unchanged | refused) return 0 ;;
    done) [ "${state[compatible]:-no}" = yes ] ;;
    *) return 1 ;;
  esac
}

back_to_live() {
  at_step="back"
  what_step="working mode"
  if driver_switch live && visitors_see live; then
    finish aborted
    why=$1
    closing "$exit_old_live" "Step 1 failed. The former release was never stopped and is live." "deploy/deliver deliver ${state[release]}   # once the cause is mended"
  fi
  stay 1 "$1; and back: $why"
}

# back_to_old REASON RESUME_FROM: the former release into service again, checked like a new one.
back_to_old() {
  at_step="back"
  what_step="former release"
  if restore_old; then
    finish aborted
    why=$1
    closing "$exit_old_live" "The delivery failed. The former release${state[old_release]:+ (${state[old_release]})} is live again." \
      "deploy/deliver deliver ${state[release]}   # once the cause is mended"
  fi
  stay "$2" "$1; and the former release does not come back: $why"
}

restore_old() {
  driver_restore_old || return 1
  driver_start_old && driver_smoke "${state[old_release]:-}" || { driver_stop || true; return 1; }
  driver_switch live && visitors_see live "${state[old_release]:-}" && return 0
  driver_switch maintenance || true
  return 1
}

# stay RESUME_FROM REASON: visitors keep the maintenance page.
stay() {
  save outcome failed resume_from "$1" why "$2" || note "warning: $why"
  drop_lock
  why=$2
  closing "$exit_maintenance" "The delivery of ${state[release]} stopped in step ${state[step]} (${step_names[${state[step]}]}). Visitors see the maintenance page." \
    "deploy/deliver resume   # once the cause is mended" \
    "deploy/deliver deliver OTHER-RELEASE   # to go forward with another one" \
    "deploy/deliver abort$([ "${state[migration]:-none}" = none ] || [ "${state[migration]}" = unchanged ] || echo " --compatible")   # to take ${state[old_release]:-the former release} back"
}
