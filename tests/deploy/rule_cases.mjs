// For each alert: numbers at which it fires, `also` others, and such at which it does not, in the notation of `promtool test rules`.
const app = 'namespace="auction",daemonset="app"'
const desired = `kube_daemonset_status_desired_number_scheduled{${app}}`
const ready = `kube_daemonset_status_number_ready{${app}}`
const of = { namespace: 'auction', daemonset: 'app' }

// A histogram in which `share` of 100 a minute are at most `bound`, all at most the next.
const histogram = (name, labels, fast) => ({
  [`${name}{${labels}le="0.25"}`]: `0+${fast}x60`,
  [`${name}{${labels}le="20"}`]: '0+100x60',
  [`${name}{${labels}le="+Inf"}`]: '0+100x60',
})
const share = (name, good, bad) => (goods, bads) => ({ [`${name}{${good}}`]: `0+${goods}x60`, [`${name}{${bad}}`]: `0+${bads}x60` })

const answers = share('gavel_http_requests_total', 'job="auction/app",status="2xx"', 'job="auction/app",status="5xx"')
const letters = share('gavel_mail_attempts_total', 'outcome="sent"', 'outcome="again"')
const calls = share('gavel_payments_calls_total', 'call="checkout/url",outcome="answered"', 'call="checkout/url",outcome="no_answer"')
const store = share('gavel_s3_requests_total', 'operation="put",outcome="ok"', 'operation="put",outcome="unreachable"')
const page = status => `gavel_http_requests_total{job="auction/maintenance",status="${status}"}`
const job = name => `kube_cronjob_status_last_successful_time{namespace="auction-backup",cronjob="${name}"}`
const scheduled = name => `kube_cronjob_status_last_schedule_time{namespace="auction-backup",cronjob="${name}"}`
const late = (what, pod = 'app-1') => `gavel_backup_late{job="auction/app",pod="${pod}",what="${what}"}`
const watched = values => Object.fromEntries([late('saved'), late('proven'), ...['saved', 'proven'].map(what => `gavel_backup_${what}_timestamp_seconds{job="auction/app"}`)].map(name => [name, values]))
const entry = (hash, gateway = 'edge') => `kube_daemonset_status_number_ready{namespace="envoy-gateway-system",daemonset="envoy-auction-${gateway}-${hash}"}`
const database = 'kube_service_info{namespace="auction-data",service="db-rw"}'
const cache = 'kube_statefulset_status_replicas_ready{namespace="auction-data",statefulset="cache"}'
const volume = (namespace, claim, left) => Object.fromEntries([['available', left], ['capacity', 100]].map(([what, value]) =>
  [`kubelet_volume_stats_${what}_bytes{namespace="${namespace}",persistentvolumeclaim="${claim}"}`, `${value}x60`]))
const lease = 'kube_lease_renew_time{namespace="auction",lease="delivery"}'
const archived = time => ({ 'cnpg_pg_stat_archiver_last_failed_time{namespace="auction-data",pod="db-1"}': `${time}x60`, 'cnpg_pg_stat_archiver_last_archived_time{namespace="auction-data",pod="db-1"}': '1000x60' })

export const cases = {
  GavelNotReady: { at: '5m', more: of, fires: { [desired]: '2x10', [ready]: '0x10' },
    quiet: [{ [desired]: '2x10', [ready]: '1x10' }, { [desired]: '0x10', [ready]: '0x10' }] }, // the second: a delivery
  GavelNodesMissing: { at: '15m', more: of, fires: { [desired]: '2x20', [ready]: '1x20' }, quiet: [{ [desired]: '2x20', [ready]: '2x20' }] },
  GavelParked: { at: '20m', more: of, fires: { [desired]: '0x30' }, quiet: [{ [desired]: '2x12 0x18' }, { [desired]: '2x30' }] },
  GavelPageServed: { at: '30m', fires: { [page('5xx')]: '0+60x60', [ready]: '2x60' },
    quiet: [{ [page('5xx')]: '0+60x60', [ready]: '0x60' }, { [page('5xx')]: '10x60', [ready]: '2x60' }, { [page('2xx')]: '0+60x60', [ready]: '2x60' }] },
  GavelPageMissing: { at: '10m', more: { namespace: 'auction', deployment: 'maintenance' },
    fires: { 'kube_deployment_status_replicas_available{namespace="auction",deployment="maintenance"}': '0x20' },
    quiet: [{ 'kube_deployment_status_replicas_available{namespace="auction",deployment="maintenance"}': '1x20' }] },
  GavelErrors: { at: '20m', fires: answers(98, 2), quiet: [answers(1000, 5), answers(0, 0)] },
  GavelSlow: { at: '30m', fires: histogram('gavel_http_request_duration_seconds_bucket', 'job="auction/app",', 90), quiet: [histogram('gavel_http_request_duration_seconds_bucket', 'job="auction/app",', 100)] },
  GavelBidsSlow: { at: '20m', fires: histogram('gavel_bidding_place_seconds_bucket', '', 90), quiet: [histogram('gavel_bidding_place_seconds_bucket', '', 100)] },
  GavelClosingLate: { at: '20m', fires: histogram('gavel_closing_late_seconds_bucket', '', 50), quiet: [histogram('gavel_closing_late_seconds_bucket', '', 100)] },
  GavelOutage: { at: '10m', fires: { gavel_outages_total: '0x5 1x20' }, quiet: [{ gavel_outages_total: '3x30' }] },
  GavelConnectionsRefused: { at: '20m', fires: { 'gavel_http_connections_refused_total{job="auction/app"}': '0+120x60' }, quiet: [{ 'gavel_http_connections_refused_total{job="auction/app"}': '0+1x60' }] },
  GavelLettersFail: { at: '50m', fires: letters(1, 5), quiet: [letters(5, 1), letters(0, 0)] },
  GavelPaymentsFail: { at: '40m', fires: calls(1, 5), quiet: [calls(5, 1), calls(0, 0)] },
  GavelPaymentDifferences: { at: '40m', fires: { gavel_payments_differences_open: '1x60' }, quiet: [{ gavel_payments_differences_open: '0x60' }] },
  GavelStoreFails: { at: '30m', fires: store(5, 5), quiet: [store(100, 1), store(0, 0)] },
  GavelEntryDown: { at: '10m', fires: { [entry('a1')]: '0x20', [entry('a1', 'another')]: '1x20' }, also: [{}], quiet: [{ [entry('a1')]: '1x20' }, { [entry('a1')]: '2x9 0x1 2x20' }] },
  GavelCacheDown: { at: '20m', more: { namespace: 'auction-data', statefulset: 'cache' }, fires: { [cache]: '0x30' }, quiet: [{ [cache]: '1x30' }, {}] },
  GavelVolumeFull: { at: '30m', more: { namespace: 'auction-data', persistentvolumeclaim: 'db-1-wal' }, fires: { ...volume('auction-data', 'db-1-wal', 9), ...volume('auction-data', 'db-1', 50), ...volume('elsewhere', 'x', 1) },
    quiet: [volume('auction-data', 'db-1-wal', 11)] },
  GavelDatabaseDown: { at: '10m', fires: { [database]: '1x20', 'cnpg_collector_up{namespace="auction-data",pod="db-1"}': '0x20' }, also: [{ [database]: '1x20' }],
    quiet: [{ [database]: '1x20', 'cnpg_collector_up{namespace="auction-data",pod="db-1"}': '1x20', 'cnpg_collector_up{namespace="auction-data",pod="db-2"}': '0x20' }, {}] }, // the last: a PostgreSQL elsewhere
  GavelDatabaseBehind: { at: '10m', fires: { 'cnpg_pg_replication_lag{namespace="auction-data",pod="db-2"}': '90x20' }, quiet: [{ 'cnpg_pg_replication_lag{namespace="auction-data",pod="db-2"}': '3x20' }] },
  GavelArchiveFails: { at: '20m', more: { pod: 'db-1' }, fires: archived(1060), quiet: [archived(940)] },
  GavelArchiveOld: { at: '30h', interval: '30m', fires: { 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="auction-data"}': '0x80' },
    quiet: [{ 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="auction-data"}': '0x40 86400x40' }] },
  // Servers agree, but for one that has just begun and has not looked yet.
  GavelBackupOld: { at: '40m', fires: { [late('saved')]: '0x5 1x60', [late('proven')]: '0x60', [late('saved', 'app-2')]: '0x60' },
    quiet: [{ [late('saved')]: '1x10 0x60', [late('proven')]: '1x60' }, { [late('saved')]: '0x15 1x60' }, {}] },
  GavelBackupUnproven: { at: '90m', fires: { [late('proven')]: '1x120' }, quiet: [{ [late('proven')]: '0x120', [late('saved')]: '1x120' }] },
  GavelBackupUnwatched: { at: '40m', fires: { [ready]: '2x60' },
    // Watched; parked; a delivery that has just ended.
    quiet: [{ [ready]: '2x60', ...watched('0x60') }, { [ready]: '0x60' }, { [ready]: '2x9 0x21 2x30', ...watched('0x10 _x18 0x32') }],
    also: ['gavel_backup_saved_timestamp_seconds', 'gavel_backup_proven_timestamp_seconds', 'gavel_backup_late'].map(gone =>
      ({ [ready]: '2x60', ...Object.fromEntries(Object.entries(watched('0x60')).filter(([name]) => !name.startsWith(gone))) })) },
  GavelBackupFails: { at: '10h', interval: '10m', more: { namespace: 'auction-backup', cronjob: 'backup' }, fires: { [scheduled('backup')]: '3600x100', [job('backup')]: '0x100', [scheduled('backup-drill')]: '3600x100', [job('backup-drill')]: '4000x100' },
    quiet: [{ [scheduled('backup')]: '3600x100', [job('backup')]: '0x30 9000x70' }, { [scheduled('backup')]: '0x30 10000x70', [job('backup')]: '100x100' }],
    // It never did.
    also: [{ [scheduled('backup')]: '3600x100' }] },
  GavelBackupSuspended: { at: '90m', more: { namespace: 'auction-backup', cronjob: 'backup' }, fires: { 'kube_cronjob_spec_suspend{namespace="auction-backup",cronjob="backup"}': '1x120' },
    quiet: [{ 'kube_cronjob_spec_suspend{namespace="auction-backup",cronjob="backup"}': '0x60 1x60' }] },
  GavelCertificateDue: { at: '30h', interval: '30m', more: { namespace: 'auction', name: 'auction-tls' }, fires: { 'certmanager_certificate_renewal_timestamp_seconds{namespace="auction",name="auction-tls"}': '0x80' },
    quiet: [{ 'certmanager_certificate_renewal_timestamp_seconds{namespace="auction",name="auction-tls"}': '5000000x80' }] },
  GavelDeliveryLocked: { at: '2h', more: { namespace: 'auction', lease: 'delivery' }, fires: { [lease]: '0x150' }, quiet: [{ [lease]: '0+60x150' }] },
}
