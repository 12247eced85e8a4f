#!/usr/bin/env bash
# Stops the demo: the people first, then the servers they use.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/services.sh"

for name in demo gavel sim redis; do stop_program "$name"; done
stop_postgres "$(reachable_folder pg)"
rm -f "$var/run/addresses"
say "Gavel is stopped. Its data stays in var/; remove that folder to begin anew."
