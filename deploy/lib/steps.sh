# Sourced. The preparation and the six steps. Each may be done again without harm. A step that fails says why through `because`.
step_names=(prepare "maintenance on" "remove all instances" "update containers" migrate "start instances" "working mode")

prepare() {
  driver_check_release || return 1
  driver_maintenance_is_ready || return 1
  if [ "$anyway" = no ] && [ "$(driver_mode)" = live ]; then no_lot_ends_soon || return 1; fi
  driver_prepare || return 1
  [ "${state[old_release]+set}" = set ] || driver_remember_old
}

no_lot_ends_soon() {
  local ends_in
  ends_in=$(next_end_in)
  [ "$ends_in" != unknown ] || because "$site does not say when the next lot ends" || return 1
  [ -z "$ends_in" ] || [ "$ends_in" -ge "$ending_margin_s" ] || may_disturb "$ends_in" ||
    because "a lot ends in $ends_in s, less than $ending_margin_s s from now"
}

# A person at a terminal is asked; a program is not.
may_disturb() {
  [ -t 0 ] || return 1
  local answer
  read -r -p "A lot ends in $1 s. It will get more time if it loses more than a minute. Deliver now? [y/N] " answer
  [ "$answer" = y ]
}

step_1() {
  driver_maintenance_is_ready || return 1
  driver_switch maintenance && visitors_see maintenance
}

step_2() { driver_stop; }

step_3() { driver_update; }

step_4() {
  save migration begun || return 1
  local result=unknown
  driver_migrate || true
  case $migrate_exit in
    0) result='done' ;;
    10) result=unchanged ;;
    11) result=stopped ;;
    12) result=refused ;;
  esac
  did "schema" before "$result (exit ${migrate_exit:-unknown})"
  save migration "$result" || return 1
  case $result in
    done | unchanged) ;;
    stopped) because "a migration stopped half-way (exit 11): those before it stay; its words are above" ;;
    refused) because "the migration was not allowed to start (exit 12): the schema is unchanged; its words are above" ;;
    *) because "${why:-it is not known how the migration ended}" ;;
  esac
}

step_5() { driver_start && driver_smoke "${state[release]}"; }

step_6() { driver_switch live && visitors_see live "${state[release]}"; }

# steps_from N: goes through the rest and does not come back from a failure.
steps_from() {
  local n
  for ((n = $1; n <= 6; n++)); do
    at_step="step $n/6"
    what_step=${step_names[n]}
    { save step "$n" outcome running why "" && "step_$n"; } || failed_in "$n"
  done
}

finish() {
  at_step=after
  what_step="clean up"
  driver_tidy || note "warning: not everything was cleaned up: $why"
  save outcome "$1" why "" || note "warning: $why"
  drop_lock
}
