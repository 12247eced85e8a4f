#!/usr/bin/env bash
# A real S3 server for tests: Ceph's RADOS gateway over one monitor and one OSD that keeps everything in memory.
#   rgw.sh FOLDER    starts it in the foreground; ends it, with all its parts, on SIGTERM or SIGINT
# Once it answers, FOLDER/ready holds its address and keys as NAME=value lines. The folder is new or empty; nothing outside it is touched.
# Needs ceph-mon, ceph-osd, radosgw and ceph-common; runs as root or as anybody.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: rgw.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(readlink -f "$1")

parts=()
leave() {
  trap - EXIT INT TERM
  rm -f "$folder/ready"
  [ ${#parts[@]} -eq 0 ] || kill -9 "${parts[@]}" 2>/dev/null || true  # it has nothing that would be worth writing down
  wait
}
trap leave EXIT
trap 'exit 0' INT TERM

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
# eventually WHAT COMMAND...: for a minute, unless a part has ended.
eventually() {
  local what=$1 end=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    kill -0 "${parts[@]}" 2>/dev/null || { echo "a part of Ceph ended: see $folder/*.log" >&2; exit 1; }
    [ "$SECONDS" -lt "$end" ] || { echo "not within a minute: $what; see $folder/*.log" >&2; exit 1; }
    sleep 0.2
  done
}
start() { "$@" </dev/null >>"$folder/output" 2>&1 & parts+=($!); }

monitor_port=${RGW_MONITOR_PORT:-$(free_port)} port=${RGW_PORT:-$(free_port)}
fsid=$(cat /proc/sys/kernel/random/uuid) osd=$(cat /proc/sys/kernel/random/uuid)
mkdir -p "$folder/mon" "$folder/osd" "$folder/run"
export CEPH_CONF=$folder/ceph.conf
cat >"$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon host = [v1:127.0.0.1:$monitor_port]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = $folder/run
admin socket = $folder/run/\$name.\$pid.asok
log file = $folder/\$name.log
pid file = $folder/run/\$name.pid
mon data = $folder/mon
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
osd crush update on start = false
osd class update on start = false
mon allow pool size one = true
mon max pg per osd = 500
mon warn on pool no redundancy = false
rgw frontends = beast endpoint=127.0.0.1:$port
# Buckets also as hosts, BUCKET.localhost, which curl takes for this machine without asking anybody.
rgw dns name = localhost
# Small, and quick to start: nobody else shares this gateway.
rgw thread pool size = 32
rgw enable usage log = false
rgw enable ops log = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
rgw enable gc threads = false
rgw enable lc threads = false
rgw run sync thread = false
CONF

monmaptool --create --clobber --addv a "[v1:127.0.0.1:$monitor_port]" --fsid "$fsid" "$folder/monmap" >>"$folder/output"
ceph-mon --mkfs -i a --monmap "$folder/monmap" >>"$folder/output" 2>&1
start ceph-mon -f -i a
eventually "the monitor answers" timeout 5 ceph -s
ceph osd create "$osd" >>"$folder/output" 2>&1
ceph osd crush add osd.0 1.0 root=default host=local >>"$folder/output" 2>&1
ceph-osd -i 0 --mkfs --osd-uuid "$osd" >>"$folder/output" 2>&1
start ceph-osd -f -i 0 --osd-uuid "$osd"
start radosgw -f -n client.rgw
eventually "the gateway answers" curl -fsS "http://127.0.0.1:$port/"

access_key=GAVELTEST secret_key=$(head -c 24 /dev/urandom | base64 | tr '+/' 'ab')
radosgw-admin user create --uid=gavel --display-name=Gavel --access-key="$access_key" --secret-key="$secret_key" >>"$folder/output" 2>&1
cat >"$folder/ready.unfinished" <<READY
GAVEL_TEST_S3_ENDPOINT=http://127.0.0.1:$port
GAVEL_TEST_S3_ACCESS_KEY=$access_key
GAVEL_TEST_S3_SECRET_KEY=$secret_key
READY
mv "$folder/ready.unfinished" "$folder/ready"
wait -n || true
echo "a part of Ceph ended: see $folder/*.log" >&2
exit 1
