#!/usr/bin/env bash
# bench.sh [NAME]: runs bench/NAME/run, or all of them; each measures next to a peer and prints `bench.<name>.<figure> = <number> <unit>`.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/packages.sh"
source "$root/tools/dev/build.sh"

known=$(cd bench && ls */run | cut -d / -f 1)
names=${1:-$known}
for each in $names; do [ -x "bench/$each/run" ] || die "There is no benchmark '$each'; there are: $(echo $known)"; done

build_release() { build_cpp release gavel gavel-sim gavel-load; }

trap end_step EXIT
trap 'exit 130' INT TERM
install_packages build run bench
step "Building with optimisation" build-server build_release
for each in $names; do "bench/$each/run"; done
