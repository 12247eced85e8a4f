#!/usr/bin/env bash
# Puts C++ into shape and refreshes what is generated: the contract with its page and types, and the page of options.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/tools/dev/packages.sh"
source "$root/tools/dev/build.sh"

install_packages build lint
cpp_files | xargs -0 clang-format -i
web_dependencies
(cd web && npm run --silent types)
build_cpp release gavel >/dev/null
node24 tools/docs/configure.mjs build/release/src/app/gavel --write
say "C++ is formatted; docs/api, web/api and docs/operate/configure.md are fresh."
