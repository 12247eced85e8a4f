#!/usr/bin/env bash
# collect.sh PROGRAM PAGES FOLDER: fills FOLDER with the whole file system of the image, from the machine that built PROGRAM: the program
# without symbols, the pages, every shared library (also those that are loaded by name), certificates, fonts, a user. What each file comes
# from is written down as dpkg would (var/lib/dpkg/status.d), so that scanners and the SBOM see the packages.
set -euo pipefail
program=$1 pages=$2 to=$3

mkdir -p "$to"/{usr/bin,usr/lib,usr/lib64,usr/local/bin,usr/share/gavel,etc/ssl,tmp,var/lib/gavel,var/lib/dpkg/status.d}
for each in bin lib lib64; do ln -sfn "usr/$each" "$to/$each"; done
chmod 1777 "$to/tmp"
chown 65532:65532 "$to/var/lib/gavel" 2>/dev/null || true

strip -o "$to/usr/local/bin/gavel" "$program"
chmod 755 "$to/usr/local/bin/gavel"
cp -r "$pages" "$to/usr/share/gavel/pages"

# What `gavel backup` and `gavel restore` start: of the newest client that the machine has, since pg_dump reads servers up to its own version.
client=$(find /usr/lib/postgresql -path '*/bin/pg_dump' -printf '%h\n' 2>/dev/null | sort --version-sort | tail -n 1)
[ -n "$client" ] || { echo "collect.sh: pg_dump is not installed (package postgresql-client)" >&2; exit 1; }
clients=("$client/pg_dump" "$client/pg_restore")
install -m 755 -t "$to/usr/bin" "${clients[@]}"

# Plug-ins: HEIC and AVIF are read by a module of libvips, which from Debian 13 on has plug-ins of its own.
shopt -s nullglob
plugins=(/usr/lib/*/vips-modules-*/vips-heif.so /usr/lib/*/libheif/plugins/*.so)
libraries=$(for each in "$program" "${clients[@]}" "${plugins[@]}"; do ldd "$each"; done | grep -o '/[^ ]*' | sort -u)
for each in $libraries "${plugins[@]}"; do
  mkdir -p "$to$(dirname "$each")"
  cp -L "$each" "$to$each"
done

cp -rL /etc/ssl/certs "$to/etc/ssl/certs"
cp -L /etc/ssl/openssl.cnf "$to/etc/ssl/openssl.cnf"
mkdir -p "$to/usr/lib/ssl" "$to/usr/share/fonts/truetype" "$to/usr/share/fontconfig"
ln -sfn /etc/ssl/certs "$to/usr/lib/ssl/certs"
ln -sfn /etc/ssl/openssl.cnf "$to/usr/lib/ssl/openssl.cnf"
cp -rL /usr/share/fonts/truetype/dejavu "$to/usr/share/fonts/truetype/dejavu"
cp -rL /etc/fonts "$to/etc/fonts"
cp -L /etc/os-release "$to/etc/os-release"
printf 'gavel:x:65532:65532::/tmp:/nonexistent\n' >"$to/etc/passwd"
printf 'gavel:x:65532:\n' >"$to/etc/group"
printf 'hosts: files dns\n' >"$to/etc/nsswitch.conf"

# dpkg knows some files by their name from before /lib became a link.
names=$(for each in $libraries "${clients[@]}" "${plugins[@]}"; do
  real=$(readlink -f "$each")
  echo "${each#/usr} ${real#/usr} /usr${each#/usr} /usr${real#/usr}"
done)
# shellcheck disable=SC2086
owners=$(dpkg-query -S $names 2>/dev/null | grep -v '^diversion' | cut -d: -f1 | sort -u || true)
for each in $owners ca-certificates fonts-dejavu-core; do
  dpkg-query -s "$each" >"$to/var/lib/dpkg/status.d/$each" 2>/dev/null || continue
  mkdir -p "$to/usr/share/doc/$each"
  cp -L "/usr/share/doc/$each/copyright" "$to/usr/share/doc/$each/" 2>/dev/null || true
done
