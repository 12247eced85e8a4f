# Sourced by every script here: where things are, and how steps are shown.
set -euo pipefail
root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")
var=$root/var
logs=$var/log
cd "$root"
mkdir -p "$logs"
export NUXT_TELEMETRY_DISABLED=1 npm_config_update_notifier=false

say() { printf '%s\n' "$*"; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }

# The program behind a step runs in a process group of its own, so that Ctrl-C ends all of it.
step_group=
end_step() { [ -z "$step_group" ] || kill -- "-$step_group" 2>/dev/null || true; step_group=; }

# run_logged LOG COMMAND...: runs it quietly, showing the last line of its log on a terminal. Leaves its exit code in $outcome and the
# seconds in $took. It always succeeds itself: called behind `||` or `if`, the shell would ignore `set -e` inside the command too.
run_logged() {
  local log=$logs/$1.log start=$SECONDS
  shift
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  step_group=$!
  set +m
  while [ -t 1 ] && kill -0 "$step_group" 2>/dev/null; do
    printf '\r\033[K  %4d s  %s' $((SECONDS - start)) "$(tail -c 300 "$log" | tr '\r' '\n' | tail -n 1 | cut -c 1-100)"
    sleep 0.5
  done
  outcome=0
  wait "$step_group" || outcome=$?
  step_group=
  took=$((SECONDS - start))
  [ ! -t 1 ] || printf '\r\033[K'
}

# step "What happens" LOG COMMAND...: one line when done; on failure the end of the log and what to do.
step() {
  local what=$1 log=$2
  shift 2
  [ -t 1 ] || say "… $what"
  run_logged "$log" "$@"
  if [ "$outcome" -ne 0 ]; then
    printf '\n✗ %s failed. The last lines of %s:\n\n' "$what" "$logs/$log.log" >&2
    tail -n 25 "$logs/$log.log" | sed 's/^/    /' >&2
    die "Mend what it says and run the same command again; what is already done is not done twice."
  fi
  say "✓ $what ($took s)"
}

# as_root COMMAND...: directly, or through sudo.
as_root() {
  if [ "$EUID" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "This needs root: $*. Run it as root or install sudo."
  fi
}

# The first port from $1 upwards that nobody listens on.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

# eventually SECONDS COMMAND...: repeats the command until it succeeds.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
