# Sourced by benchmarks of the auction: a private, durable PostgreSQL with bidders, their sessions and lots; servers; the load generator.
# Everything runs on this machine, and everything it leaves is gone at the end.
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../tools/dev/common.sh"
source "$root/tools/dev/services.sh"

gavel=$root/build/release/src/app/gavel
load=$root/build/release/bench/load/gavel-load
work=$(mktemp -d)
chmod 755 "$work"
pg=$(reachable_folder bench-pg)
database=$(postgres_url "$pg" gavel gavel)

finish() {
  for each in gavel gavel-single; do stop_program "bench-$each"; done
  stop_postgres "$pg"
  as_postgres rm -rf "$pg/data"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# start_server NAME PORT [VARIABLE=VALUE...]: a server of the benchmark's database; its operations are on the next port.
start_server() {
  local name=$1 port=$2
  shift 2
  (
    export GAVEL_PG_URL=$database GAVEL_HTTP_LISTEN=127.0.0.1:$port GAVEL_OPS_LISTEN=127.0.0.1:$((port + 1))
    export GAVEL_MAIL_SITE_URL=http://127.0.0.1:$port GAVEL_BIDDING_BIDS_PER_MINUTE=1000000
    export GAVEL_HTTP_CONNECTIONS_MAX=15000 GAVEL_HTTP_CONNECTIONS_PER_ADDRESS_MAX=15000
    export GAVEL_HTTP_STREAMS_MAX=15000 GAVEL_HTTP_STREAMS_PER_ADDRESS_MAX=15000
    [ $# -eq 0 ] || export "$@"
    start_program "bench-$name" "$gavel" serve
  )
  eventually 20 curl -fsS "http://127.0.0.1:$((port + 1))/readyz"
}

# prepare_auction BIDDERS LOTS PORT: the database, a server "gavel" at that port, $work/sessions and $work/lots.
prepare_auction() {
  local bidders=$1 lots=$2 port=$3 admin seller draft
  start_postgres "$pg" shared_buffers=512MB max_wal_size=8GB checkpoint_timeout=30min
  admin=$(postgres_url "$pg" postgres postgres)
  sql "$admin" "create role gavel login" || true
  sql "$admin" "drop database if exists gavel" && sql "$admin" "create database gavel owner gavel"
  GAVEL_PG_URL=$database "$gavel" migrate
  start_server gavel "$port"

  psql -X -q -A -t -v ON_ERROR_STOP=1 -v bidders="$bidders" "$database" -f "$root/bench/bidders.sql" >"$work/tokens"
  seller=$(head -n 1 "$work/tokens")
  tail -n +2 "$work/tokens" >"$work/sessions"
  post() {
    curl -fsS -H "Cookie: session=$seller" -H 'Sec-Fetch-Site: same-origin' -H 'Content-Type: application/json' -d "$2" "http://127.0.0.1:$port/api/v1$1"
  }
  draft=$(post /lots '{"title": "Bench lot", "description": "As good as any.", "category_id": "coins-world", "condition": "good", "location": "Kyiv",
    "shipping": [{"method": "pickup", "cost": null}], "start_price": {"amount": 1000000000, "currency": "UAH"}, "duration_s": 2592000}' |
    sed -E 's/.*"id":"([0-9]+)".*/\1/')
  post "/lots/$draft/publish" '{}' >"$work/published"
  psql -X -q -v ON_ERROR_STOP=1 -v origin="$draft" -v copies=$((lots - 1)) "$database" -f "$root/bench/lots.sql"
  write_lots
}

# write_lots: what may be bid now. Prices are above a million hryvnias, where a step is ten thousand.
write_lots() {
  psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 "$database" \
    -c 'select lot_id, coalesce(price + 1000000, start_amount), 1000000 from standings order by lot_id' >"$work/lots"
  head -n 1 "$work/lots" >"$work/hot_lot"
}
