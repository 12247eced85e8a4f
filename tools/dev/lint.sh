#!/usr/bin/env bash
# Everything that can be said about the source without running it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/packages.sh"
source "$root/tools/dev/build.sh"

install_packages build lint
step "Installing the packages of the web" web-dependencies web_dependencies
faults=0
# Other versions break lines elsewhere; the one of Debian 12 decides.
if clang-format --version | grep -q 'version 14\.'; then
  cpp_files | xargs -0 clang-format --dry-run --Werror || faults=1
else
  say "clang-format is not version 14; formatting is not checked here."
fi
node24 tools/tidy/tidy.mjs || faults=1
(cd web && npm run lint) || faults=1
[ "$faults" -eq 0 ] || die "Mend the above; ./dev format does the formatting."
say "No faults found."
