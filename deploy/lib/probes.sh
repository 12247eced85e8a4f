# Sourced. What a visitor sees, asked over a new connection each time.

# probe: leaves the status in $probed_status, the headers X-Auction-Mode and X-Auction-Release in $probed_mode and $probed_release.
probe() {
  local head
  # shellcheck disable=SC2086  # more words for curl
  head=$(curl --silent --max-time "$call_s" --output /dev/null --dump-header - $probe_options "$site/api/v1/categories" | tr -d '\r') || true
  probed_status=$(awk 'NR == 1 {print $2}' <<<"$head")
  probed_mode=$(awk -F': *' 'tolower($1) == "x-auction-mode" {print $2; exit}' <<<"$head")
  probed_release=$(awk -F': *' 'tolower($1) == "x-auction-release" {print $2; exit}' <<<"$head")
}

# same_release A B: v1.4.0 and 1.4.0 are the same.
same_release() { [ "${1#v}" = "${2#v}" ]; }

shows() {  # live RELEASE | maintenance
  local i
  for ((i = 0; i < probes_in_a_row; i++)); do
    probe
    seen="$site answers ${probed_status:-nothing}, mode ${probed_mode:-not named}${probed_release:+, release $probed_release}"
    [ "$probed_mode" = "$1" ] || return 1
    case $1 in
      maintenance) [ "$probed_status" = 503 ] || return 1 ;;
      live) [ "$probed_status" = 200 ] && { [ -z "${2:-}" ] || same_release "$probed_release" "$2"; } || return 1 ;;
    esac
  done
}

# visitors_see live RELEASE | maintenance: within switch_s, and probes_in_a_row times without an exception.
visitors_see() {
  await "$switch_s" "every new visitor sees $*" shows "$@" || return 1
  saw "$site" "$seen, $probes_in_a_row times in a row"
}

# Seconds until the next lot ends, by the clock of the server; nothing if no lot runs, `unknown` if the server does not say.
next_end_in() {
  local answer
  # shellcheck disable=SC2086
  answer=$(curl --silent --fail --include --max-time "$call_s" $probe_options "$site/api/v1/lots?sort=ending&state=running&limit=1" | tr -d '\r') || { echo unknown; return; }
  local date ends
  date=$(awk -F': ' 'tolower($1) == "date" {print $2; exit}' <<<"$answer")
  ends=$(sed '1,/^$/d' <<<"$answer" | jq -r '.items[0].ends_at // empty') || { echo unknown; return; }
  [ -z "$ends" ] || echo $(($(date -d "$ends" +%s) - $(date -d "${date:-now}" +%s)))
}
