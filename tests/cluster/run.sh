#!/usr/bin/env bash
# The manifests and deploy/deliver in a real cluster made by kind: every overlay is accepted by its API server, the first release is
# delivered, one whose migration is refused leaves the former one live, and the next one goes through. Wants docker, kind, jq and yq, and the
# image gavel:cluster. Not part of ./dev test: needs a machine that may run kind, and the internet for what the cluster runs besides.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# The API server, and from it the kubectl that fits it. By digest.
node_image=kindest/node:v1.36.4@sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed
name=gavel
work=$(mktemp -d)
export KUBECONFIG=$work/kubeconfig PATH=$work/bin:$PATH
leave() {
  local result=$?
  if [ "$result" -ne 0 ]; then
    kubectl get pods,jobs,daemonsets,httproutes,gateways -A -o wide || true
    kubectl get events -A --sort-by=.lastTimestamp | tail -n 60 || true
    kubectl -n auction logs -l app.kubernetes.io/name=app --tail=100 || true
  fi
  [ -z "${forward:-}" ] || kill "$forward" 2>/dev/null || true
  kind delete cluster --name "$name" || true
  rm -rf "$work"
  exit "$result"
}
trap leave EXIT
source tests/cluster/parts.sh

say "A cluster"
kind create cluster --name "$name" --image "$node_image" --kubeconfig "$KUBECONFIG" --wait 120s
mkdir "$work/bin"
docker cp "$name-control-plane:/usr/bin/kubectl" "$work/bin/kubectl"
install_operators

say "Every overlay is accepted by the API server"
cp -r deploy/kustomize "$work/kustomize"
kubectl kustomize "$work/kustomize/base" | yq 'select(.kind == "Namespace")' | kubectl apply -f -
for overlay in "$work"/kustomize/overlays/*/; do
  for part in . entry first app migrate; do
    kubectl kustomize "$overlay$part" | kubectl apply --server-side --dry-run=server -f - >"$work/accepted" || { cat "$work/accepted"; fail "$overlay$part"; }
    echo "$(basename "$overlay")/$part: $(wc -l <"$work/accepted") objects"
  done
done

say "The overlay small, as docs/operate/install.md says"
gavel=$(load gavel:cluster gavel)
redis=$(load redis:7 redis)
overlay=$work/kustomize/overlays/small
use_image gavel-maintenance "$gavel"
use_image gavel-backup "$gavel"
use_image redis "$redis"
adapt_to_kind "$overlay"
kubectl label node "$name-control-plane" gavel.example.org/role=app
docker exec "$name-control-plane" install -d -o 65532 -g 65532 -m 750 /var/lib/gavel/media
deploy/secrets/make "$work/secrets" age1notused 2>/dev/null
kubectl apply --server-side -k "$overlay"
for file in "$work"/secrets/*.enc.yaml; do kubectl apply --server-side -f "$file"; done
kubectl apply --server-side -k "$overlay/entry"
kubectl apply --server-side -k "$overlay/first"
kubectl -n auction-data wait cluster/db --for=condition=Ready --timeout=600s
kubectl -n auction wait deployment/maintenance --for=condition=Available --timeout=300s
kubectl -n auction wait certificate/auction-tls --for=condition=Ready --timeout=300s
kubectl -n auction wait gateway/edge --for=condition=Accepted --timeout=300s
eventually 300 kubectl -n envoy-gateway-system get pod -l gateway.envoyproxy.io/owning-gateway-name=edge -o name >/dev/null
kubectl -n envoy-gateway-system wait pod -l gateway.envoyproxy.io/owning-gateway-name=edge --for=condition=Ready --timeout=300s
forward_entry 8443 &
forward=$!
export DELIVER_SITE=https://auction.example.org DELIVER_MANIFESTS=$overlay DELIVER_DATABASE_CLUSTER='' DELIVER_SWITCH_S=120
export DELIVER_PROBE_OPTIONS="--insecure --connect-to auction.example.org:443:127.0.0.1:8443"
eventually 120 sees maintenance

say "The deployer has the rights that it needs, and no others"
kubectl -n auction create token deployer --duration=2h >"$work/token"
as_deployer "$work/token" "$work/deployer"

say "The first release"
release=$(docker run --rm gavel:cluster --version)
deliver 0
eventually 30 sees live

say "A migration that is refused: the schema was changed by hand"
in_database "alter table categories add column by_hand text"
deliver 1
eventually 30 sees live
grep -q 'exit 12' "$work/said" || fail "the migration was not refused"

say "The next release, once that is undone"
in_database "alter table categories drop column by_hand"
deliver 0
eventually 30 sees live

say "A backup by its CronJob is asked for and says what it wants"
kubectl -n auction-backup create job --from=cronjob/backup now
kubectl -n auction-backup wait job/now --for=condition=Failed --timeout=300s
kubectl -n auction-backup wait pvc/media --for=jsonpath='{.status.phase}'=Bound --timeout=60s
kubectl -n auction-backup logs job/now | grep -q 'backup.recipients' || fail "the backup does not say that nobody could read it"
say "All of it went through."
