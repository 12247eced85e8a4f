# Sourced by run.sh. What its steps are made of.
envoy_gateway=v1.9.0 cert_manager=v1.21.2 cloudnative_pg=1.30.0 barman_plugin=v0.14.0 prometheus_operator=v0.87.0
releases=https://github.com

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\nFAILED: %s\n' "$*" >&2; exit 1; }

# eventually SECONDS COMMAND...: until it succeeds and says something; prints that.
eventually() {
  local end=$((SECONDS + $1)) said
  shift
  until said=$("$@" 2>/dev/null) && [ -n "$said" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "not in time: $*"
    sleep 2
  done
  printf '%s\n' "$said"
}

# In the order of docs/operate/install.md.
install_operators() {
  kubectl apply --server-side -f "$releases/envoyproxy/gateway/releases/download/$envoy_gateway/install.yaml"
  kubectl apply --server-side -f "$releases/cert-manager/cert-manager/releases/download/$cert_manager/cert-manager.yaml"
  kubectl -n cert-manager patch deployment cert-manager --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--enable-gateway-api"}]'
  kubectl apply --server-side -f "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/release-${cloudnative_pg%.*}/releases/cnpg-$cloudnative_pg.yaml"
  kubectl apply --server-side -f "$releases/prometheus-operator/prometheus-operator/releases/download/$prometheus_operator/stripped-down-crds.yaml"
  local namespace
  for namespace in envoy-gateway-system cert-manager cnpg-system; do
    kubectl -n "$namespace" wait deployment --all --for=condition=Available --timeout=300s
  done
  # Its certificates come from cert-manager.
  kubectl apply --server-side -f "$releases/cloudnative-pg/plugin-barman-cloud/releases/download/$barman_plugin/manifest.yaml"
}

# load IMAGE NAME: into the node, by its digest, under the place that the overlay allows; prints the digest.
load() {
  local node="$name-control-plane" digest
  docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >&2
  docker tag "$1" "registry.example.org/$2:cluster"
  docker save "registry.example.org/$2:cluster" | docker exec -i "$node" ctr --namespace k8s.io images import - >&2
  digest=$(docker exec "$node" ctr --namespace k8s.io images ls "name==registry.example.org/$2:cluster" | awk 'NR == 2 {print $3}')
  docker exec "$node" ctr --namespace k8s.io images tag "registry.example.org/$2:cluster" "registry.example.org/$2@$digest" >&2
  printf '%s' "$digest"
}

# use_image NAME DIGEST: in the list that an operator writes.
use_image() { sed -i -E "/name: $1,/s/sha256:[0-9a-f]{64}/$2/" "$overlay/site/kustomization.yaml"; }

# No cloud gives this cluster an address, and no authority a certificate; PostgreSQL is the operator's own choice.
adapt_to_kind() {
  cat >>"$1/kustomization.yaml" <<'YAML'
  - target: {kind: Cluster, name: db}
    patch: |
      - {op: remove, path: /spec/imageName}
      - {op: replace, path: /spec/storage/size, value: 2Gi}
      - {op: replace, path: /spec/walStorage/size, value: 1Gi}
YAML
  cat >"$1/entry/issuer.yaml" <<'YAML'
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: letsencrypt}
spec: {selfSigned: {}}
YAML
  sed -i -e 's|^resources: .*|resources: [../../../entry, issuer.yaml]|' -e '/letsencrypt-staging/d' "$1/entry/kustomization.yaml"
}

# as_deployer TOKEN FILE: a kubeconfig of the account that deliveries have.
as_deployer() {
  kubectl config view --minify --flatten -o json | jq --rawfile token "$1" '.users[0].user = {token: ($token | rtrimstr("\n"))}' >"$2"
}

# forward_entry PORT: as long as it is not killed.
forward_entry() {
  while :; do
    kubectl -n envoy-gateway-system port-forward "$(kubectl -n envoy-gateway-system get service -l gateway.envoyproxy.io/owning-gateway-name=edge -o name)" "$1:443" || sleep 1
  done >/dev/null 2>&1
}

# deliver EXIT_CODE: the release that the image holds. What it says is left in $work/said.
deliver() {
  local result=0
  KUBECONFIG=$work/deployer deploy/deliver deliver "$release" --image "registry.example.org/gavel@$gavel" 2>&1 | tee "$work/said" || result=${PIPESTATUS[0]}
  [ "$result" -eq "$1" ] || fail "delivering $release ended with $result, not $1"
}

# sees live|maintenance
sees() {
  # shellcheck disable=SC2086  # several words
  curl --silent $DELIVER_PROBE_OPTIONS --output /dev/null --dump-header - "$DELIVER_SITE/api/v1/categories" | tr -d '\r' | grep -ix "x-auction-mode: $1"
}

in_database() { kubectl -n auction-data exec db-1 -c postgres -- psql --quiet --dbname gavel --command "$1"; }
