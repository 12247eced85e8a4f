# Sourced. The steps in a cluster, with nothing of kubectl but create, get, patch, apply, delete and logs. The rights it needs:
# deploy/kustomize (Role deployer).
driver_tools="kubectl realpath"
source "$lib/drivers/kubernetes_objects.sh"
for part in lock cluster; do
  source "$lib/drivers/kubernetes_$part.sh"
done

namespace=${DELIVER_NAMESPACE:-auction}
backup_namespace=${DELIVER_BACKUP_NAMESPACE:-auction-backup}      # empty: backups are somebody else's
backup_job=${DELIVER_BACKUP_CRONJOB:-backup}
data_namespace=${DELIVER_DATA_NAMESPACE:-auction-data}
database_cluster=${DELIVER_DATABASE_CLUSTER:-}                    # of CloudNativePG; empty: no snapshot before the delivery
manifests=${DELIVER_MANIFESTS:-$lib/../kustomize/overlays/${DELIVER_OVERLAY:-production}}   # with app/ and migrate/ below
smoke_image=${DELIVER_SMOKE_IMAGE:-}                              # any image with bash, by digest; that of Gavel has no shell
image_in_manifests=${DELIVER_IMAGE_IN_MANIFESTS:-gavel}

k() { kubectl --namespace "$namespace" --request-timeout "${call_s}s" "$@"; }
get() { k get "$@" -o json; }

driver_check_release() {
  [[ ${state[image]} =~ ^[^@[:space:]]+@sha256:[0-9a-f]{64}$ ]] || because "--image must name the release by digest, NAME@sha256:…; it is '${state[image]}'" || return 1
  if [ -z "$signer" ]; then
    note "signature not checked: DELIVER_COSIGN_IDENTITY is not set"
  else
    cosign verify --certificate-identity-regexp "$signer" --certificate-oidc-issuer "$signer_issuer" "${state[image]}" >/dev/null ||
      because "${state[image]} is not signed by $signer" || return 1
    saw "${state[image]}" "signed by $signer"
  fi
  render app >/dev/null && render migrate >/dev/null || because "the manifests in $manifests cannot be rendered"
}

driver_maintenance_is_ready() {
  local slices ready
  slices=$(again get endpointslices -l kubernetes.io/service-name=maintenance) || because "the endpoints of the maintenance page cannot be read" || return 1
  ready=$(jq '[.items[].endpoints[]? | select(.conditions.ready == true)] | length' <<<"$slices")
  [ "$ready" -ge 1 ] || because "no maintenance page is ready: see Deployment/maintenance" || return 1
  saw Service/maintenance "$ready ready"
}

driver_prepare() { stop_backups && take_snapshot && pull_everywhere; }

driver_remember_old() {
  local app
  app=$(again get daemonset app) || because "DaemonSet/app cannot be read" || return 1
  save nodes "${state[nodes]}" old_image "$(jq -r "$jq_image" <<<"$app")" \
    old_release "$(jq -r '.metadata.labels["app.kubernetes.io/version"] // .spec.template.metadata.labels["app.kubernetes.io/version"] // ""' <<<"$app")" \
    old_app "$(jq -c --arg key "$parked_key" "$jq_unparked_template" <<<"$app")"
}

driver_mode() {
  local route
  route=$(again get httproute web) || { echo unknown; return; }
  jq -r "$jq_mode" <<<"$route"
}

driver_switch() {
  local route
  route=$(again get httproute web) || because "HTTPRoute/web cannot be read" || return 1
  again k patch httproute web --type=merge -p "$(jq -c --arg prefix "$prefix" --arg mode "$1" "$jq_switched" <<<"$route")" >/dev/null ||
    because "HTTPRoute/web cannot be changed" || return 1
  await "$switch_s" "the entry accepts HTTPRoute/web" route_accepted || return 1
  did HTTPRoute/web "$(jq -r "$jq_mode" <<<"$route")" "$1"
}

driver_stop() {
  stuck=no
  again k patch daemonset app --type=merge -p "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"$parked_key\":\"true\"}}}}}" >/dev/null ||
    because "DaemonSet/app cannot be changed" || return 1
  await "$stop_s" "no instance of the application is wanted" app_parked || return 1
  await "$stop_s" "every instance has ended" app_gone || { stuck=yes; return 1; }
  did DaemonSet/app "instances on ${state[nodes]:-?} nodes" "none, parked"
}

driver_update() {
  local name
  render app >"$scratch/app.yaml" && again k apply --server-side --force-conflicts --field-manager=delivery -f "$scratch/app.yaml" >/dev/null || because "the new manifests cannot be applied" || return 1
  await "$update_s" "DaemonSet/app is described by the new image and still parked" app_updated || return 1
  did DaemonSet/app "${state[old_image]}" "${state[image]}"
  name=$(job_name migrate)
  again create_once "$(render migrate)" || because "Job/$name cannot be created" || return 1
  did "Job/$name" none suspended
}

driver_migrate() {
  local name
  name=$(job_name migrate)
  migrate_exit=
  again k patch job "$name" --type=merge -p '{"spec":{"suspend":false}}' >/dev/null || because "Job/$name cannot be started" || return 1
  did "Job/$name" suspended running
  await "$migrate_s" "Job/$name ends" job_ended "$name" || { job_words "$name"; return 1; }
  job_words "$name"
  if [ "$job_end" = Complete ]; then migrate_exit=0; else migrate_exit=$(job_exit "$name"); fi
}

driver_start() {
  again k patch daemonset app --type=merge -p "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"$parked_key\":null}}}}}" >/dev/null ||
    because "DaemonSet/app cannot be changed" || return 1
  await "$start_s" "the application is ready on every node" app_ready "${state[image]}" || return 1
  did DaemonSet/app parked "ready on $ready_nodes nodes"
}

driver_restore_old() {
  [ -n "${state[old_app]:-}" ] || because "it is not recorded what ran before" || return 1
  again k patch daemonset app --type=json -p "$(jq -cn --argjson old "${state[old_app]}" '[{op: "replace", path: "/spec/template", value: $old}]')" >/dev/null ||
    because "DaemonSet/app cannot be changed" || return 1
  did DaemonSet/app "${state[image]}" "${state[old_image]}"
}

driver_start_old() {
  await "$start_s" "the former release is ready on every node" app_ready "${state[old_image]}" || return 1
  did DaemonSet/app parked "ready on $ready_nodes nodes"
}

driver_smoke() {  # RELEASE
  local name app
  [ -n "$smoke_image" ] || { note "Service/app not asked from inside: DELIVER_SMOKE_IMAGE is not set; step 6 asks from outside"; return; }
  name=$(job_name smoke)
  app=$(again get daemonset app) || because "DaemonSet/app cannot be read" || return 1
  k delete job "$name" --ignore-not-found --wait=false >/dev/null || true
  again create_once "$(jq -c --arg name "$name" --arg seconds "$start_s" --arg release "$1" --arg image "$smoke_image" \
    --rawfile script "$lib/smoke.sh" "$jq_smoke" <<<"$app")" || because "Job/$name cannot be created" || return 1
  await "$start_s" "Job/$name ends" job_ended "$name" || return 1
  [ "$job_end" = Complete ] || { job_words "$name"; because "the application does not answer through its Service; see above"; return 1; }
  did "Job/$name" "not asked" "answers through Service/app"
}

driver_is_serving() { app_ready ""; }

driver_describe() {
  local app
  app=$(get daemonset app) || { echo "DaemonSet/app cannot be read"; return; }
  jq -r --arg key "$parked_key" '"\(.spec.template.spec.containers[0].image), \(if .spec.template.spec.nodeSelector[$key] then "parked, " else "" end)\(.status.numberReady // 0) of \(.status.desiredNumberScheduled // 0) ready"' <<<"$app"
}

driver_tidy() {
  let_backups_run || return 1
  remove_prepull || because "DaemonSet/$(job_name prepull) is left"
}
