# Reads an application the way a browser does, past the entry: smoke HOST PORT [RELEASE]. bash and grep are all it needs, so that it runs
# in any small image. It proves database, live prices and pages, not signing in: that would need an account.
host=$1 port=$2 release=${3#v}

# ask PATH ACCEPT: prints head and the beginning of the body.
ask() {
  exec 3<>"/dev/tcp/$host/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nConnection: close\r\n\r\n' "$1" "$host" "$2" >&3
  local line n=0
  # The last line of a body need not end.
  while [ $((n += 1)) -le 200 ] && { IFS= read -r -t 10 line <&3 || [ -n "$line" ]; }; do
    printf '%s\n' "${line%$'\r'}"
    [ "$3" != head ] || [ -n "${line%$'\r'}" ] || break
  done
  exec 3<&-
}
expect() {  # WHAT ANSWER PATTERN
  grep -qiE "$3" <<<"$2" && return
  printf '%s: not as expected (%s):\n%s\n' "$1" "$3" "$(head -n 12 <<<"$2")" >&2
  exit 1
}

answer=$(ask /api/v1/categories application/json all)
expect "the database behind the API" "$answer" '^HTTP/1.1 200'
expect "the database behind the API" "$answer" '"items"'
expect "the mode" "$answer" '^x-auction-mode: live'
[ -z "$release" ] || expect "the release" "$answer" "^x-auction-release: v?${release//./\\.}\$"
answer=$(ask '/api/v1/stream?lots=1' text/event-stream head)
expect "live prices" "$answer" '^HTTP/1.1 200'
expect "live prices" "$answer" '^content-type: text/event-stream'
answer=$(ask / text/html head)
expect "the pages" "$answer" '^HTTP/1.1 200'
echo "answers: API with its database, live prices, pages"
