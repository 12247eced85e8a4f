# Sourced. Waiting for a condition with a deadline, and repeating a write that is harmless to repeat.
lock_held=no
lock_renewed=0

holds_lock() { [ "$lock_held" = yes ]; }
take_lock() {  # [--take-over]
  driver_lock "${1:-}" || return 1
  lock_held=yes
  lock_renewed=$SECONDS
}
drop_lock() {
  ! holds_lock || driver_unlock || note "the lock could not be released; it ends by itself in $lease_s s"
  lock_held=no
}
# A run whose lock was taken over does nothing more: somebody else goes on.
keep_lock() {
  holds_lock && [ $((SECONDS - lock_renewed)) -ge $((lease_s / 3)) ] || return 0
  lock_renewed=$SECONDS
  local renewed=0
  driver_renew_lock || renewed=$?
  case $renewed in
    0) ;;
    "$lock_lost")
      lock_held=no
      why="its lock now belongs to $(driver_lock_holder)"
      closing "$exit_maintenance" "Stopped: another run has taken this delivery over." "deploy/deliver status" ;;
    *) note "the lock could not be renewed" ;;
  esac
}
lock_lost=9

# await SECONDS WHAT COMMAND...: asks every poll_s; COMMAND gives up before the time is over by setting hopeless=yes.
# What COMMAND last left in $seen becomes part of the reason.
seen=
hopeless=no
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  seen=
  hopeless=no
  until "$@"; do
    [ $hopeless = no ] || because "$seen" || return 1
    [ "$SECONDS" -lt "$end" ] || because "not in time: $what${seen:+ ($seen)}" || return 1
    keep_lock
    sleep "$poll_s"
  done
}

# again COMMAND...: up to call_tries times.
again() {
  local try
  for ((try = 1; try <= call_tries; try++)); do
    [ "$try" -eq 1 ] || sleep "$poll_s"
    ! "$@" || return 0
  done
  return 1
}
