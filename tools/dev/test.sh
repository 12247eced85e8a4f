#!/usr/bin/env bash
# test.sh [unit|pg|tsan|web|e2e|chaos|backup|deploy]...: builds and runs every test, or some parts. The last line holds the totals.
#   unit   C++ without I/O under ASan and UBSan, house rules, generated pages
#   pg     C++ against a real PostgreSQL, Redis and S3 server, same sanitizers
#   tsan   C++ in which several threads meet, against a real PostgreSQL, under TSan
#   web    Vitest and the types of the pages
#   e2e    the contract and browsers against the release build
#   chaos  several servers, killed databases
#   backup an auction that is saved, lost and brought back, and the pages for operators that say how
#   deploy the image of what is built, the maintenance page, migrations, deliveries to a cluster and to one machine, certificates, manifests and alerts
# Not among them unless named:
#   image  the image built from its sources on Debian 13, which takes as long as a release build
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/packages.sh"
source "$root/tools/dev/build.sh"
source "$root/tools/dev/services.sh"
source "$root/tools/dev/counting.sh"

all_parts="unit pg tsan web e2e chaos backup deploy"
extra_parts="image"
parts=${*:-$all_parts}
for each in $parts; do [[ " $all_parts $extra_parts " == *" $each "* ]] || die "There is no part '$each'; there are: $all_parts, and $extra_parts"; done
wants() { local each; for each in "$@"; do [[ " $parts " != *" $each "* ]] || return 0; done; return 1; }

results=$var/test-results
rm -rf "$results"
mkdir -p "$results"
pg=

leave() {
  local result=$?
  trap - EXIT
  end_step
  [ -z "$pg" ] || { stop_postgres "$pg"; rm -rf "$pg"; }
  rm -rf "$var"/test-scratch*
  [ "$result" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1  # a build that does not build
  say
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] || exit 1
}
trap leave EXIT
trap 'exit 130' INT TERM

# part "What" LOG COMMAND...: runs tests; how they went is counted from their reports, so a failure does not stop the rest.
part() {
  local what=$1 log=$2 before="$passed $failed $skipped"
  shift 2
  run_logged "$log" "$@"
  count_reports "$log" "$outcome"
  read -r p f s <<<"$before"
  local line="$what: $((passed - p)) passed, $((failed - f)) failed, $((skipped - s)) skipped ($took s)"
  if [ "$failed" -gt "$f" ]; then
    say "✗ $line"
    show_failures "$log"
    say "    the whole output is in $logs/$log.log"
  else
    say "✓ $line"
  fi
}

build_asan() { build_cpp asan; }
build_tsan() { build_cpp tsan bidding_pgtest; }
build_release() { build_cpp release gavel gavel-sim; }

# gtests LABEL [PRESET]
gtests() {
  local label=$1 preset=${2:-asan}
  mkdir -p "$results/$label"
  GTEST_OUTPUT="xml:$results/$label/" UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=second_deadlock_stack=1 \
    ctest --test-dir "build/$preset" -L "^$label\$" -j "$(nproc)" --timeout 600 --output-on-failure --output-junit "$results/$label-ctest.xml"
}

# pg_tests LABEL [PRESET]: those of label pg also want an S3 server, which takes half a minute to start.
pg_tests() {
  local rgw=$var/test-scratch-rgw.$$
  if [ "$1" = pg ]; then
    tests/harness/rgw.sh "$rgw" &
    trap "kill $! 2>/dev/null || true; wait" EXIT
  fi
  start_postgres "$pg" fsync=off synchronous_commit=off full_page_writes=off
  if [ "$1" = pg ]; then
    eventually 120 test -f "$rgw/ready"
    set -a
    source "$rgw/ready"
    set +a
  fi
  GAVEL_TEST_PG_URL=$(postgres_url "$pg" postgres postgres) gtests "$@"
}

# node_tests LOG ARGUMENT...: node's test runner, or a program that starts it, with a report besides what one reads.
node_tests() {
  local log=$1
  shift
  local reports="--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit"
  NODE_OPTIONS="$reports --test-reporter-destination=\"$results/$log.junit.xml\"" node24 "$@"
}

# Files of whole-program tests that run side by side: each has servers, folders and ports of its own, and waits more than it computes.
at_once=--test-concurrency=$(($(nproc) > 3 ? $(nproc) - 1 : 2))

web_tests() {
  local vitest=0
  (cd web && NO_COLOR=1 npm test -- --reporter=default --reporter=json --outputFile.json="$results/web.json") || vitest=$?
  (cd web && npm run lint) || { echo "FAILED the types of the web"; echo 1 >"$results/web.extra-failures"; }
  return "$vitest"
}

groups=(build run)
! wants pg e2e chaos backup deploy || groups+=(test)
! wants unit || groups+=(lint)
! wants deploy image || groups+=(deploy)
install_packages "${groups[@]}"
step "Installing the packages of the web" web-dependencies web_dependencies

if wants unit pg; then step "Building with sanitizers (the first time takes some minutes)" build-asan build_asan; fi
if wants unit; then
  GAVEL_TEST_BINARY=build/asan/src/app/gavel part "House rules" tidy node_tests tidy --test tools/tidy/*.test.mjs tools/docs/*.test.mjs
  part "Unit tests" unit gtests unit
fi
if wants pg tsan; then pg=$(reachable_folder "test-pg.$$"); fi
if wants pg; then part "Tests with PostgreSQL, Redis and S3" pg pg_tests pg; fi
if wants tsan; then
  step "Building with the thread sanitizer" build-tsan build_tsan
  part "Threads" tsan pg_tests tsan tsan
fi
if wants web; then part "Web" web web_tests; fi
if wants e2e chaos backup deploy; then
  step "Building the server" build-server build_release
  step "Building the pages" build-web build_web
fi
if wants e2e; then
  part "Contract" contract node_tests contract --test $at_once tests/contract/*.test.mjs
  part "Browsers" e2e node_tests e2e tests/e2e/run.mjs
fi
if wants chaos; then
  # Photos are worked off at the lowest priority: beside bidders who take whatever processor there is, they would wait for the end of these.
  store=tests/chaos/store.test.mjs
  part "Chaos" chaos node_tests chaos --test $at_once $(printf '%s\n' tests/chaos/*.test.mjs | grep -vxF "$store")
  part "A store of photos that falls" chaos-store node_tests chaos-store --test "$store"
fi
if wants backup; then part "Backups" backup node_tests backup --test $at_once tests/backup/*.test.mjs; fi
if wants deploy; then
  step "Installing the packages of the tests of deliveries" deploy-dependencies deploy_dependencies
  part "Delivery" deploy node_tests deploy --test $at_once tests/deploy/*.test.mjs
fi
if wants image; then part "The image from its sources" image node_tests image --test tests/image/*.test.mjs; fi
