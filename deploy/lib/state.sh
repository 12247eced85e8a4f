# Sourced. What is recorded about the delivery, so that another run can go on: a flat map of texts, kept where the driver keeps it.
#   release image run attempt      what is delivered; run and attempt name its objects
#   step outcome why               where it is; outcome: running, failed (a person decides), done, aborted
#   resume_from                    the step that `resume` begins with after a failure
#   old_release old_image old_app  what ran before; old_app is the driver's own description of it
#   nodes                          where the application must run
#   migration                      none, begun, done, unchanged, stopped, refused, unknown
#   compatible                     yes: the former release runs on the new schema
declare -A state=()

load_state() {
  local json
  json=$(driver_read_state) || return 1
  state=()
  local key value
  while IFS=$'\t' read -r key value; do
    [ -z "$key" ] || state[$key]=$(printf '%b' "$value")
  done < <(jq -r 'to_entries[] | [.key, (.value | tostring | gsub("\\\\"; "\\\\") | gsub("\n"; "\\n") | gsub("\t"; "\\t"))] | join("\t")' <<<"$json")
}

# save KEY VALUE...: changes the record, also where it is kept.
save() {
  local -a words=()
  while [ $# -gt 0 ]; do
    state[$1]=$2
    words+=(--arg "$1" "$2")
    shift 2
  done
  words+=(--arg updated_at "$(now)")
  driver_write_state "$(jq -cn "${words[@]}" '$ARGS.named')" || because "the record of the delivery cannot be written"
}

unfinished() { [ "${state[outcome]:-}" = running ] || [ "${state[outcome]:-}" = failed ]; }
