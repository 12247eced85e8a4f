# Sourced. Builds C++ and web, each only when something changed.

# build_cpp PRESET [TARGET...]: all targets unless some are named.
build_cpp() {
  local preset=$1
  shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset"
  if [ $# -gt 0 ]; then cmake --build --preset "$preset" --target "$@"
  else cmake --build --preset "$preset"
  fi
}

hash_of() { sha256sum "$@" | sha256sum | cut -d ' ' -f 1; }

# Exactly the versions of the lock file. Not `npm ci`: that refuses a lock file without the native packages of every other platform.
web_dependencies() {
  local stamp=web/node_modules/.installed want
  want=$(hash_of web/package.json web/package-lock.json web/.npmrc)
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  (cd web && npm install --no-save --no-audit --no-fund)
  echo "$want" >"$stamp"
}

# The models of Kubernetes' kinds, for the tests of what is delivered.
deploy_dependencies() {
  local stamp=tests/deploy/node_modules/.installed want
  want=$(hash_of tests/deploy/package.json tests/deploy/package-lock.json tests/deploy/.npmrc)
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  (cd tests/deploy && npm install --no-save --no-audit --no-fund)
  echo "$want" >"$stamp"
}

# A change of any file that the pages are made of.
web_inputs() {
  find web docs/api/openapi.json -type f -not -path '*/node_modules/*' -not -path '*/.nuxt/*' -not -path '*/.output/*' -not -path 'web/tests/*' -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

build_web() {
  local stamp=web/.output/.built want
  web_dependencies
  want=$(web_inputs)
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  (cd web && npm run generate)
  echo "$want" >"$stamp"
}

# node 24 from the packages of the web, whatever the system has.
node24() { "$root/web/node_modules/.bin/node" "$@"; }

cpp_files() { git ls-files -z -- 'src/*.cpp' 'src/*.hpp' 'sim/*.cpp' 'sim/*.hpp' 'tests/*.cpp' 'tests/*.hpp' 'bench/*.cpp' 'bench/*.hpp' 'cmake/*.hpp'; }
