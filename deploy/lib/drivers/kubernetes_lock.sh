# Sourced by kubernetes.sh. The lock is Lease/delivery: whoever creates it has it. The record is ConfigMap/delivery-state.
lease_time() { date -u +%Y-%m-%dT%H:%M:%S.000000Z; }

driver_lock() {  # [--take-over]
  local lease held renewed error
  lease=$(jq -cn --arg holder "$holder" --arg seconds "$lease_s" --arg time "$(lease_time)" "$jq_lease")
  local try
  for ((try = 1; try <= call_tries; try++)); do
    ! error=$(k create -f - <<<"$lease" 2>&1 >/dev/null) || return 0
    if lease_now=$(get lease delivery 2>/dev/null); then
      held=$(jq -r '.spec.holderIdentity // ""' <<<"$lease_now")
      renewed=$(date -d "$(jq -r .spec.renewTime <<<"$lease_now")" +%s)
      # An answer that got lost: it is ours already.
      [ "$held" != "$holder" ] || return 0
      if [ "$1" = --take-over ] || [ $(($(date +%s) - renewed)) -gt "$lease_s" ]; then
        take_lease "$held" && return 0
      else
        because "the lock is held by $held, renewed $(($(date +%s) - renewed)) s ago" || return 1
      fi
    fi
    sleep "$poll_s"
  done
  because "the lock Lease/delivery cannot be taken: $error"
}

# Two that take over at once: the version makes one of them fail.
take_lease() {
  k patch lease delivery --type=merge -p "$(jq -c --arg holder "$holder" --arg time "$(lease_time)" \
    '{metadata: {resourceVersion}, spec: {holderIdentity: $holder, acquireTime: $time, renewTime: $time}} | .metadata.resourceVersion = $version' \
    --arg version "$(jq -r .metadata.resourceVersion <<<"$lease_now")" <<<"{}")" >/dev/null || return 1
  note "the lock was taken over from $1"
}

driver_renew_lock() {
  local lease
  lease=$(get lease delivery) || return 1
  [ "$(jq -r .spec.holderIdentity <<<"$lease")" = "$holder" ] || return "$lock_lost"
  k patch lease delivery --type=merge -p "{\"spec\":{\"renewTime\":\"$(lease_time)\"}}" >/dev/null
}

driver_unlock() { again k delete lease delivery --ignore-not-found >/dev/null; }

driver_lock_holder() {
  local lease
  lease=$(k get lease delivery --ignore-not-found -o json) || { echo unknown; return; }
  [ -n "$lease" ] || { echo free; return; }
  jq -r '"\(.spec.holderIdentity), renewed \(.spec.renewTime)"' <<<"$lease"
}

driver_read_state() {
  local map try
  for ((try = 1; try <= call_tries; try++)); do
    if map=$(k get configmap delivery-state --ignore-not-found -o json); then
      jq -c '.data // {}' <<<"${map:-"{}"}"
      return
    fi
    sleep "$poll_s"
  done
  return 1
}

driver_write_state() {
  again write_map "$1"
}
write_map() {
  k patch configmap delivery-state --type=merge -p "{\"data\":$1}" >/dev/null 2>"$scratch/error" && return
  if grep -q NotFound "$scratch/error"; then
    create_once "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"delivery-state\"},\"data\":$1}"
  else
    cat "$scratch/error" >&2
    return 1
  fi
}
