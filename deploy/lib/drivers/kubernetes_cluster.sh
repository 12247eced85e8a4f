# Sourced by kubernetes.sh. What its steps ask the cluster for, and the smaller things they do there.

# create_once MANIFEST [NAMESPACE]: also when it was made before, by this delivery.
create_once() {
  printf '%s\n' "$1" | k -n "${2:-$namespace}" create -f - >/dev/null 2>"$scratch/error" || grep -q AlreadyExists "$scratch/error" || { cat "$scratch/error" >&2; return 1; }
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# migrate-v1-4-0-123-a1: one name per release, run and attempt, since the template of a Job cannot be changed.
job_name() {
  local suffix
  suffix=$(job_suffix)
  printf '%s%s' "$1" "$suffix"
}
job_suffix() {
  local release=${state[release]//[^A-Za-z0-9]/-}
  printf -- '-%s-%s-a%s' "$(tr '[:upper:]' '[:lower:]' <<<"${release:0:24}")" "${state[run]}" "${state[attempt]}"
}

# render app|migrate: the manifests with the image of this release. Once a run: what the preparation has tried is what step 3 applies, without
# spending the time of the outage on it.
render() {
  local kept
  kept=$scratch/$1$(job_suffix).yaml
  if [ ! -s "$kept" ]; then
    render_into "$1" "$kept.new" && mv "$kept.new" "$kept" || return 1
  fi
  cat "$kept"
}
render_into() {  # app|migrate FILE
  local folder
  folder=$(mktemp -d "$scratch/render.XXXX")
  {
    printf 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: ["%s"]\n' "$(realpath --relative-to="$folder" "$manifests/$1")"
    printf 'images: [{name: "%s", newName: "%s", digest: "%s"}]\n' "$image_in_manifests" "${state[image]%@*}" "${state[image]#*@}"
    if [ "$1" = migrate ]; then
      printf 'nameSuffix: "%s"\n' "$(job_suffix)"
    else
      printf 'labels: [{pairs: {app.kubernetes.io/version: "%s"}}]\n' "${state[release]}"
    fi
  } >"$folder/kustomization.yaml"
  kubectl kustomize "$folder" >"$2"
}

route_accepted() {
  local route
  route=$(get httproute web) || { seen="HTTPRoute/web cannot be read"; return 1; }
  seen=$(jq -r "$jq_not_accepted" <<<"$route")
  [ -z "$seen" ]
}

app_parked() {
  local app
  app=$(get daemonset app) || { seen="DaemonSet/app cannot be read"; return 1; }
  seen=$(jq -r "$jq_not_parked" <<<"$app")
  [ -z "$seen" ]
}

app_gone() {
  local pods
  pods=$(get pods -l app.kubernetes.io/name=app) || { seen="pods cannot be read"; return 1; }
  seen=$(jq -r '[.items[] | "\(.metadata.name) on node \(.spec.nodeName // "?")"] | join(", ")' <<<"$pods")
  [ -z "$seen" ] || { seen="still there: $seen; if that node is dead, power it off first, then: kubectl delete pod --force"; return 1; }
}

app_updated() {
  local app
  app=$(get daemonset app) || { seen="DaemonSet/app cannot be read"; return 1; }
  seen="its image is $(jq -r "$jq_image" <<<"$app")"
  [ "$(jq -r "$jq_image" <<<"$app")" = "${state[image]}" ] || return 1
  jq -e --arg key "$parked_key" '.spec.template.spec.nodeSelector[$key] == "true"' <<<"$app" >/dev/null || { seen="it is not parked any more"; hopeless=yes; return 1; }
}

# app_ready IMAGE: on all nodes; leaves their number in $ready_nodes. Without an image: whatever it is.
ready_nodes=
app_ready() {
  local app
  app=$(get daemonset app) || { seen="DaemonSet/app cannot be read"; return 1; }
  if [ -n "$1" ] && [ "$(jq -r "$jq_image" <<<"$app")" != "$1" ]; then seen="its image is $(jq -r "$jq_image" <<<"$app")"; return 1; fi
  seen=$(jq -r --arg nodes "${state[nodes]:-}" "$jq_not_ready" <<<"$app")
  ready_nodes=$(jq -r '.status.numberReady // 0' <<<"$app")
  [ -z "$seen" ]
}

job_end=
job_ended() {
  local job
  job=$(get job "$1") || { seen="Job/$1 cannot be read"; return 1; }
  job_end=$(jq -r "$jq_job_end" <<<"$job")
  [ -n "$job_end" ]
}
job_exit() {
  local pods
  pods=$(again get pods -l "batch.kubernetes.io/job-name=$1") || return 0
  jq -r "$jq_exit_code" <<<"$pods"
}
job_words() { k logs "job/$1" --all-containers --timestamps --tail=-1 || note "the words of Job/$1 cannot be read"; }

# No backup while the schema changes, and none that begins.
stop_backups() {
  [ -n "$backup_namespace" ] || return 0
  suspend_backups true || return 1
  await "$prepare_s" "the running backup ends" no_backup_runs || return 1
}
let_backups_run() { [ -z "$backup_namespace" ] || suspend_backups false; }
suspend_backups() {
  again k -n "$backup_namespace" patch cronjob "$backup_job" --type=merge -p "{\"spec\":{\"suspend\":$1}}" >/dev/null || because "CronJob/$backup_job cannot be changed" || return 1
  did "CronJob/$backup_job" "$([ "$1" = true ] && echo scheduled || echo suspended)" "$([ "$1" = true ] && echo suspended || echo scheduled)"
}
no_backup_runs() {
  local jobs
  jobs=$(get jobs -n "$backup_namespace" -l "app.kubernetes.io/name=$backup_job") || { seen="the backup Jobs cannot be read"; return 1; }
  seen=$(jq -r '[.items[] | select((.status.active // 0) > 0) | .metadata.name] | join(", ")' <<<"$jobs")
  [ -z "$seen" ]
}

take_snapshot() {
  [ -n "$database_cluster" ] || return 0
  local name
  name=pre$(job_suffix)
  again create_once "$(jq -cn --arg name "$name" --arg cluster "$database_cluster" "$jq_snapshot")" "$data_namespace" ||
    because "Backup/$name cannot be created" || return 1
  await "$prepare_s" "Backup/$name is completed" snapshot_taken "$name" || return 1
  did "Backup/$name" none completed
}
snapshot_taken() {
  local backup
  backup=$(get backups.postgresql.cnpg.io "$1" -n "$data_namespace") || { seen="Backup/$1 cannot be read"; return 1; }
  seen=$(jq -r '.status.phase // "pending"' <<<"$backup")
  [ "$seen" != failed ] || hopeless=yes
  [ "$seen" = completed ]
}

# The image on every node of the application; how many these are is what step 5 expects.
pull_everywhere() {
  local app name
  name=$(job_name prepull)
  app=$(again get daemonset app) || because "DaemonSet/app cannot be read" || return 1
  again create_once "$(jq -c --arg name "$name" --arg image "${state[image]}" --arg key "$parked_key" "$jq_prepull" <<<"$app")" ||
    because "DaemonSet/$name cannot be created" || return 1
  await "$prepare_s" "every node of the application has the new image" image_everywhere "$name" || return 1
  state[nodes]=$ready_nodes
  did "DaemonSet/$name" none "$ready_nodes nodes have ${state[image]}"
  remove_prepull || note "DaemonSet/$name is left"
}
remove_prepull() { k delete daemonset -l app.kubernetes.io/name=prepull --ignore-not-found --wait=false >/dev/null; }
image_everywhere() {
  local set
  set=$(get daemonset "$1") || { seen="DaemonSet/$1 cannot be read"; return 1; }
  seen=$(jq -r --arg nodes "" "$jq_not_ready" <<<"$set")
  ready_nodes=$(jq -r '.status.numberReady // 0' <<<"$set")
  [ -z "$seen" ]
}
