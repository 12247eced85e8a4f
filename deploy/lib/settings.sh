# Sourced. Every setting of the delivery program: from the environment, or from the file that DELIVER_CONFIG names (lines NAME=value).
config=${DELIVER_CONFIG:-/etc/gavel/deliver.env}
if [ -r "$config" ]; then
  set -a
  source "$config"
  set +a
fi

driver=${DELIVER_DRIVER:-kubernetes}                # kubernetes | compose | systemd
site=${DELIVER_SITE:-}                              # https://auction.example.org, as visitors write it
probe_options=${DELIVER_PROBE_OPTIONS:-}            # more words for curl, e.g. --resolve auction.example.org:443:192.0.2.7
run=${DELIVER_RUN:-${GITHUB_RUN_ID:-$(date -u +%Y%m%d%H%M%S)}}   # tells the objects of this delivery from those of others
holder=${DELIVER_HOLDER:-}                          # who holds the lock: the address of the run, or this process
if [ -z "$holder" ]; then
  holder=${GITHUB_RUN_ID:+${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY:-}/actions/runs/$GITHUB_RUN_ID}
  holder=${holder:-$(id -un)@$(uname -n):$$}
fi
signer=${DELIVER_COSIGN_IDENTITY:-}                 # regular expression of who may have signed the image; empty: not checked
signer_issuer=${DELIVER_COSIGN_ISSUER:-https://token.actions.githubusercontent.com}

# Seconds. The outage is at most the sum of the six.
poll_s=${DELIVER_POLL_S:-1}
call_s=${DELIVER_CALL_S:-15}                        # one call of an API, one probe
call_tries=${DELIVER_CALL_TRIES:-4}                 # of a write that is harmless to repeat
lease_s=${DELIVER_LEASE_S:-60}                      # a lock that was not renewed for so long belongs to nobody
ending_margin_s=${DELIVER_ENDING_MARGIN_S:-900}     # no lot may end within this time from now
prepare_s=${DELIVER_PREPARE_S:-1800}                # a running backup, a snapshot, images on every node: no outage yet
switch_s=${DELIVER_SWITCH_S:-30}                    # steps 1 and 6
stop_s=${DELIVER_STOP_S:-90}                        # step 2
update_s=${DELIVER_UPDATE_S:-60}                    # step 3
migrate_s=${DELIVER_MIGRATE_S:-900}                 # step 4
start_s=${DELIVER_START_S:-240}                     # step 5
probes_in_a_row=${DELIVER_PROBES:-10}
