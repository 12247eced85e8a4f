#!/usr/bin/env bash
# logs.sh [NAME]: follows the logs of the running demo.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/services.sh"

case ${1:-all} in
  all)            files=("$logs/gavel.log" "$logs/sim.log" "$logs/demo.log") ;;
  gavel|sim|demo|redis) files=("$logs/$1.log") ;;
  postgres)       files=("$(reachable_folder pg)/log") ;;
  *)              die "There is no log '$1'; there are gavel, sim, demo, redis and postgres." ;;
esac
for each in "${files[@]}"; do [ -f "$each" ] || die "There is no log yet. Start Gavel with ./dev up"; done
exec tail -n 50 -F "${files[@]}"
