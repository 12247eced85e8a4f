# Sourced. Adds up the reports that test programs leave in $results.
passed=0 failed=0 skipped=0

# attribute FILE ELEMENT NAME: the number in the first such element, 0 if there is none.
attribute() { sed -n "s/.*<$2 [^>]*\b$3=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1 | grep . || echo 0; }

# One file per program, written when it ends; a program that crashed has none.
count_gtests() {
  local label=$1 file total bad out
  for file in "$results/$label"/*.xml; do
    [ -f "$file" ] || continue
    total=$(attribute "$file" testsuites tests)
    bad=$(($(attribute "$file" testsuites failures) + $(attribute "$file" testsuites errors)))
    out=$(($(attribute "$file" testsuites disabled) + $(grep -c 'result="skipped"' "$file" || true)))
    failed=$((failed + bad)) skipped=$((skipped + out)) passed=$((passed + total - bad - out))
  done
  # ctest knows of programs that failed without a report: crashes, leaks found at the end, time-outs.
  for name in $(sed -n 's/.*<testcase name="\([^"]*\)".*status="fail".*/\1/p' "$results/$label-ctest.xml" 2>/dev/null); do
    file=$results/$label/$name.xml
    if [ ! -f "$file" ] || [ "$(attribute "$file" testsuites failures)" -eq 0 ]; then failed=$((failed + 1)); fi
  done
}

# node's runner ends its report with comments: <!-- pass 12 -->
count_node() {
  local file=$results/$1.junit.xml
  number() { sed -n "s/.*<!-- $1 \([0-9]*\) -->.*/\1/p" "$file" | tail -n 1 | grep . || echo 0; }
  passed=$((passed + $(number pass)))
  failed=$((failed + $(number fail) + $(number cancelled)))
  skipped=$((skipped + $(number skipped) + $(number todo)))
}

count_vitest() {
  local numbers
  numbers=$(node24 -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
    const broken = r.testResults.filter(f => f.status === "failed" && f.assertionResults.length === 0).length  // does not even load
    console.log(r.numPassedTests, r.numFailedTests + broken, r.numPendingTests + r.numTodoTests)' "$results/web.json")
  read -r p f s <<<"$numbers"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  [ ! -f "$results/web.extra-failures" ] || failed=$((failed + 1))
}

# count_reports PART OUTCOME
count_reports() {
  local before=$failed all=$((passed + failed + skipped))
  case $1 in
    unit|pg|tsan) count_gtests "$1" ;;
    web) [ ! -f "$results/web.json" ] || count_vitest ;;
    *) [ ! -f "$results/$1.junit.xml" ] || count_node "$1" ;;
  esac
  # A runner that failed although its report does not say so, or that ran nothing, is a failure too.
  if [ "$2" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
  if [ "$2" -eq 0 ] && [ $((passed + failed + skipped)) -eq "$all" ]; then failed=$((failed + 1)); fi
}

show_failures() {
  grep -E '(^|[0-9]: )\[  FAILED  \]|: Failure$|ERROR: AddressSanitizer|WARNING: ThreadSanitizer|runtime error:|^ *✖|^ *(FAIL|×) |^FAILED|^not ok|error TS|^ *[A-Za-z]*Error[: ]' "$logs/$1.log" |
    sort -u | head -n 40 | cut -c 1-200 | sed 's/^/    /' || true
}
