# Sourced. The Debian packages, in one list; install_packages GROUP... adds what is missing.

debian_packages() {
  local release boost=
  release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  [ "$release" != bookworm ] || boost=1.81  # Debian 12 has two Boosts; its default is too old
  case $1 in
    build) echo g++ cmake ninja-build ccache pkg-config "libboost$boost-dev" "libboost-json$boost-dev" "libboost-url$boost-dev" \
             libssl-dev libpq-dev libhiredis-dev libcurl4-openssl-dev libsodium-dev libzstd-dev libbrotli-dev zlib1g-dev libcmark-dev \
             libspdlog-dev libfmt-dev libcli11-dev prometheus-cpp-dev libgtest-dev libgmock-dev libpugixml-dev libvips-dev libseccomp-dev libpango1.0-dev libcairo2-dev
           # Later than Debian 12 the codecs of HEIC and AVIF come one by one.
           [ "$release" = bookworm ] || echo libheif-plugin-aomenc libheif-plugin-aomdec libheif-plugin-libde265
           command -v npm >/dev/null || echo nodejs npm ;;
    run)   echo postgresql redis-server fonts-dejavu-core curl ca-certificates util-linux procps ;;
    test)  echo chromium haproxy openssl python3-aiosmtpd dovecot-imapd ceph-mon ceph-osd ceph-common radosgw ;;
    deploy) echo podman runc catatonit mmdebstrap jq socat shellcheck yamllint prometheus pebble certbot ;;
    bench) echo nginx wrk libvips-tools chromium zstd age ;;
    lint)  echo clang-format ;;
  esac
}

missing_packages() {
  local wanted
  wanted=$(for group in "$@"; do debian_packages "$group"; done | tr ' ' '\n' | sort -u)
  # shellcheck disable=SC2086
  comm -23 <(echo "$wanted") <(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | awk '$1 == "ii" {print $2}' | sort -u)
}

install_missing() {
  as_root apt-get -q update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
}

install_packages() {
  command -v dpkg-query >/dev/null || die "Gavel is built with the packages of Debian 12 or 13; this system has no dpkg."
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  [ "$EUID" -eq 0 ] || { command -v sudo >/dev/null && sudo -v; } || die "These packages are missing, and installing them needs root: $(echo $missing)"
  # shellcheck disable=SC2086
  step "Installing $(echo "$missing" | wc -l) Debian packages" packages install_missing $missing
}
