# Sourced by kubernetes.sh. What is sent to the cluster and what is read from its answers, as jq programs without side effects.
prefix=gavel.example.org
parked_key=$prefix/parked

# The rules of HTTPRoute/web with all weight on one side; rules for other backends stay as they are.
jq_switched='{
  metadata: {annotations: {($prefix + "/mode"): $mode}},
  spec: {rules: [.spec.rules[] | .backendRefs |= (. // [] | map(
    if .name == "app" then .weight = (if $mode == "live" then 1 else 0 end)
    elif .name == "maintenance" then .weight = (if $mode == "live" then 0 else 1 end)
    else . end))]}
}'
# live, maintenance, or mixed: where the weights point.
jq_mode='[.spec.rules[].backendRefs[]? | select(.name == "app" or .name == "maintenance") | select((.weight // 1) > 0) | .name] | unique
  | if . == ["app"] then "live" elif . == ["maintenance"] then "maintenance" else "mixed" end'
# Empty when the entry has taken the route over as it is now.
jq_not_accepted='. as $route | [.status.parents[]?.conditions[]? | select(.type == "Accepted" or .type == "ResolvedRefs")] as $all
  | if ($all | length) < 2 then "the entry says nothing about the route yet"
    else [$all[] | select(.status != "True" or .observedGeneration != $route.metadata.generation) | "\(.type) is \(.status): \(.reason // "")"] | join(", ") end'

# Empty when no application is wanted and the controller knows it.
jq_not_parked='if .status.observedGeneration < .metadata.generation then "not seen by the controller yet"
  elif .status.desiredNumberScheduled != 0 or (.status.numberMisscheduled // 0) != 0
  then "\(.status.desiredNumberScheduled + (.status.numberMisscheduled // 0)) instances" else "" end'
# Empty when the application is ready, as it is described now, on every node that shall have it.
jq_not_ready='.status as $s | if ($s.observedGeneration // 0) < .metadata.generation then "not seen by the controller yet"
  elif ($s.desiredNumberScheduled // 0) < 1 then "no node has the label of the application"
  elif $nodes != "" and $s.desiredNumberScheduled != ($nodes | tonumber) then "\($s.desiredNumberScheduled) of \($nodes) nodes are wanted"
  elif ($s.updatedNumberScheduled // 0) != $s.desiredNumberScheduled or ($s.numberReady // 0) != $s.desiredNumberScheduled
  then "\($s.numberReady // 0) of \($s.desiredNumberScheduled) ready, \($s.updatedNumberScheduled // 0) up to date" else "" end'

jq_image='.spec.template.spec.containers[0].image'
jq_unparked_template='.spec.template | if .spec.nodeSelector then .spec.nodeSelector |= del(.[$key]) else . end'

# A pod of the new image on every node of the application, so that step 5 downloads nothing.
jq_prepull='.spec.template.spec as $pod | {
  apiVersion: "apps/v1", kind: "DaemonSet",
  metadata: {name: $name, labels: {"app.kubernetes.io/name": "prepull"}},
  spec: {
    selector: {matchLabels: {"app.kubernetes.io/name": "prepull", "app.kubernetes.io/instance": $name}},
    template: {
      metadata: {labels: {"app.kubernetes.io/name": "prepull", "app.kubernetes.io/instance": $name}},
      spec: ({
        nodeSelector: (($pod.nodeSelector // {}) | del(.[$key])), tolerations: $pod.tolerations, securityContext: $pod.securityContext,
        imagePullSecrets: $pod.imagePullSecrets, automountServiceAccountToken: false, enableServiceLinks: false, terminationGracePeriodSeconds: 1,
        containers: [{name: "prepull", image: $image, args: ["maintenance"], securityContext: $pod.containers[0].securityContext,
          resources: {requests: {cpu: "5m", memory: "32Mi"}, limits: {memory: "128Mi"}}} | with_entries(select(.value != null))]
      } | with_entries(select(.value != null)))
    }
  }
}'
# Reads the application through its Service from inside the cluster.
jq_smoke='.spec.template.spec as $pod | {
  apiVersion: "batch/v1", kind: "Job",
  metadata: {name: $name, labels: {"app.kubernetes.io/name": "smoke"}},
  spec: {
    backoffLimit: 0, activeDeadlineSeconds: ($seconds | tonumber), ttlSecondsAfterFinished: 86400,
    template: {
      metadata: {labels: {"app.kubernetes.io/name": "smoke"}},
      spec: ({
        restartPolicy: "Never", securityContext: $pod.securityContext, imagePullSecrets: $pod.imagePullSecrets,
        automountServiceAccountToken: false, enableServiceLinks: false,
        containers: [{name: "smoke", image: $image, command: ["bash", "-c", $script, "smoke", "app", "8080", $release],
          securityContext: $pod.containers[0].securityContext, resources: {requests: {cpu: "5m", memory: "16Mi"}, limits: {memory: "64Mi"}}}
          | with_entries(select(.value != null))]
      } | with_entries(select(.value != null)))
    }
  }
}'
jq_lease='{apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: {name: "delivery"},
  spec: {holderIdentity: $holder, leaseDurationSeconds: ($seconds | tonumber), acquireTime: $time, renewTime: $time}}'
jq_snapshot='{apiVersion: "postgresql.cnpg.io/v1", kind: "Backup", metadata: {name: $name},
  spec: {cluster: {name: $cluster}, method: "plugin", pluginConfiguration: {name: "barman-cloud.cloudnative-pg.io"}}}'

# Complete, Failed, or nothing; both exact names, since others come before them.
jq_job_end='[.status.conditions[]? | select(.status == "True") | .type | select(. == "Complete" or . == "Failed")] | first // ""'
jq_exit_code='[.items[].status.containerStatuses[]?.state.terminated?.exitCode | values] | last // ""'
