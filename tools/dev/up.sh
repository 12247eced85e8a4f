#!/usr/bin/env bash
# up.sh [--detach]: everything between a fresh Debian machine and an auction in the browser.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/packages.sh"
source "$root/tools/dev/build.sh"
source "$root/tools/dev/services.sh"

detach=no
case ${1:-} in
  '') ;;
  --detach) detach=yes ;;
  *) die "./dev up knows only --detach." ;;
esac

gavel=$root/build/release/src/app/gavel
sim=$root/build/release/sim/gavel-sim

prepare_database() {
  local admin
  start_postgres "$pg"
  admin=$(postgres_url "$pg" postgres postgres)
  for role in gavel gavel_app; do
    [ -n "$(sql "$admin" "select 1 from pg_roles where rolname = '$role'")" ] || sql "$admin" "create role $role login"
  done
  [ -n "$(sql "$admin" "select 1 from pg_database where datname = 'gavel'")" ] || sql "$admin" "create database gavel owner gavel"
}

start_redis() {
  local folder=$1
  runs redis || start_program redis redis-server --port 0 --unixsocket "$folder/redis.sock" --unixsocketperm 700 --save '' --appendonly no --dir "$folder"
  eventually 10 redis-cli -s "$folder/redis.sock" ping
}

serve() {
  GAVEL_PG_URL=$(postgres_url "$pg" gavel gavel_app) GAVEL_REDIS_URL=unix://$redis/redis.sock \
  GAVEL_HTTP_LISTEN=127.0.0.1:$port GAVEL_OPS_LISTEN=127.0.0.1:$ops_port GAVEL_MAIL_SITE_URL=http://localhost:$port \
  GAVEL_STORAGE_FOLDER=$var/media GAVEL_WEB_ROOT=$root/web/.output/public GAVEL_SMTP_URL=smtp://127.0.0.1:$smtp_port GAVEL_SMTP_REQUIRE_TLS=false \
  GAVEL_FONDY_URL=http://127.0.0.1:$fondy_port GAVEL_FONDY_MERCHANT_ID=1396424 GAVEL_FONDY_KEY=test GAVEL_PAYMENTS_POLL_INTERVAL_S=10 \
  GAVEL_MAIL_FROM=gavel@localhost start_program gavel "$gavel" serve
  eventually 20 curl -fsS "http://127.0.0.1:$ops_port/readyz"
}

start_sim() {
  start_program sim "$sim" --smtp-port "$smtp_port" --http-port "$mail_port" --fondy-port "$fondy_port"
  eventually 10 curl -fsS "http://127.0.0.1:$mail_port/"
}

# 10: the schema was current already. 12: it was not touched (docs/operate/migrate.md), for demo data because a migration was rewritten since.
migrate() {
  local outcome=0
  GAVEL_PG_URL=$(postgres_url "$pg" gavel gavel) "$gavel" migrate || outcome=$?
  [ "$outcome" -ne 12 ] || echo "If this is demo data of an earlier development version: run ./dev down, remove $pg and run ./dev up again."
  [ "$outcome" -eq 0 ] || [ "$outcome" -eq 10 ]
}

demo=("$sim" demo)
operator=yulia@demo.example
load_demo() {
  "${demo[@]}" --load-only && GAVEL_PG_URL=$(postgres_url "$pg" gavel gavel) "$gavel" account role "$operator" operator >>"$logs/gavel-role.log"
}

build_release() { build_cpp release gavel gavel-sim; }

# The demo's own summary names the people; it is the last thing that loading prints.
show() {
  say
  cat "$var/run/addresses"
  say
}

if runs gavel && [ -f "$var/run/addresses" ]; then
  say "Gavel is running already (./dev down stops it)."
  show
  exit 0
fi

trap end_step EXIT
trap 'exit 130' INT TERM
install_packages build run
step "Building the server (the first time takes some minutes)" build-server build_release
step "Building the pages" build-web build_web

# From here on whatever was started is stopped again if the rest fails, and when Ctrl-C comes.
trap 'end_step; "$root/tools/dev/down.sh"' EXIT
for left_over in demo gavel sim; do stop_program "$left_over"; done
pg=$(reachable_folder pg)
redis=$(reachable_folder redis)
step "Starting PostgreSQL" start-postgres prepare_database
step "Starting Redis" start-redis start_redis "$redis"
step "Bringing the database up to date" migrate migrate
port=$(free_port 8080) ops_port=$(free_port 9080) mail_port=$(free_port 8025) smtp_port=$(free_port 2525) fondy_port=$(free_port 8090)
: >"$logs/gavel.log"; : >"$logs/sim.log"; : >"$logs/demo.log"
step "Starting the mailbox and the payment gateway" start-sim start_sim
step "Starting Gavel" start-gavel serve
demo+=(--api "http://127.0.0.1:$port" --mailbox "http://127.0.0.1:$mail_port" --pg "$(postgres_url "$pg" gavel gavel)")
step "Loading demo data" load-demo load_demo
start_program demo "${demo[@]}"

{
  say "  Gavel      http://localhost:$port"
  say "  Mailbox    http://localhost:$mail_port   every letter that Gavel sends"
  say "  Cards      4444555511116666 pays, 4444111155556666 is refused; any date and CVV, no real money"
  say "  Contract   http://localhost:$port/api/docs"
  say "  Operations http://127.0.0.1:$ops_port/readyz, /livez, /metrics"
  say
  grep -v '^{' "$logs/load-demo.log" | sed "s/^/  /; /$operator/s/\$/, and is the operator/"
} >"$var/run/addresses"
show

if [ "$detach" = yes ]; then
  trap - EXIT
  say "Running in the background: ./dev logs shows what happens, ./dev down stops it."
  exit 0
fi
trap 'exit 0' INT TERM
say "Ctrl-C stops everything. Logs: ./dev logs"
while runs gavel && runs sim; do sleep 1; done
say "A program ended by itself; the last lines of its log:"
tail -n 15 "$logs/gavel.log" "$logs/sim.log" >&2
exit 1
