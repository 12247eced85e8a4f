# Sourced. What a person sees: one line per thing done, why a step failed, the exact next command; the same as a table on GitHub.
at_step="step 0/6"
what_step=prepare
why=

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# did OBJECT OLD NEW: one line, and one row of the summary.
did() {
  printf '%s  %s %s  %s: %s → %s\n' "$(now)" "$at_step" "$what_step" "$1" "$2" "$3"
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || printf '| %s | %s | %s | `%s` | %s | %s |\n' "$(now)" "$at_step" "$what_step" "$1" "$2" "$3" >>"$GITHUB_STEP_SUMMARY"
}
saw() { did "$1" seen "$2"; }
note() { printf '%s  %s %s  %s\n' "$(now)" "$at_step" "$what_step" "$*"; }

begin_summary() {
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || printf '### %s\n\n| time | step | | object | old | new |\n|---|---|---|---|---|---|\n' "$1" >>"$GITHUB_STEP_SUMMARY"
}

# because SENTENCE: remembers why the step fails, and fails.
because() {
  why=$1
  return 1
}

# closing EXIT_CODE HEADLINE NEXT_COMMAND...: the last words.
closing() {
  local code=$1 headline=$2
  shift 2
  {
    printf '\n%s\n' "$headline"
    [ -z "$why" ] || printf 'Why: %s\n' "$why"
    [ $# -eq 0 ] || printf 'Next: %s\n' "$@"
  } >&2
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    { printf '\n**%s** %s\n' "$headline" "$why"; [ $# -eq 0 ] || printf '\nNext: `%s`\n' "$@"; } >>"$GITHUB_STEP_SUMMARY"
  fi
  exit "$code"
}

# The exit codes: what is live afterwards.
exit_old_live=1          # failed; the former release is live
exit_usage=2
exit_maintenance=3       # failed; visitors see the maintenance page, a person is needed
exit_refused=4           # nothing was touched
refuse_usage() { closing "$exit_usage" "Not started: $1"; }
refuse() {
  why=$1
  shift
  ! holds_lock || driver_unlock || true
  closing "$exit_refused" "Not started; nothing has changed for visitors." "$@"
}

usage() {
  cat <<'HELP'
deploy/deliver deliver RELEASE [--image NAME@sha256:DIGEST] [--anyway] [--compatible]
                          all six steps. --anyway: although lots end soon. --compatible: the former release runs on the new schema
                          (the heads of the new files in migrations/ all say so), so it may be taken back if the new one does not start
deploy/deliver resume [--take-over]     go on where a delivery stopped; --take-over: its run has surely ended
deploy/deliver abort [--take-over] [--compatible]   take the former release back into service
deploy/deliver maintenance on|off       show the maintenance page, or the application again; no delivery
deploy/deliver status                   what is recorded, what runs, what visitors see
Exit: 0 done, 1 failed and the former release is live, 2 usage, 3 failed and visitors see the maintenance page, 4 refused before anything changed.
Settings: DELIVER_* in the environment or in /etc/gavel/deliver.env; see docs/operate/deliver.md.
HELP
}
