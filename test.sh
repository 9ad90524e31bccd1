#!/usr/bin/env bash
# The one test command: installs what is missing, builds everything, runs every suite, and ends with one line of totals.
set -uo pipefail
cd "$(dirname "$0")"
exec </dev/null
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 CI="${CI:-true}"

logs=artifacts/logs
rm -rf "$logs" && mkdir -p "$logs"
passed=0 failed=0 skipped=0 broken=0

# step NAME COMMAND...: a quiet step; its output is kept in a file and shown only when it fails.
step() {
  local name=$1 start=$SECONDS
  shift
  printf '%-34s' "$name"
  if "$@" >"$logs/$name.log" 2>&1; then
    echo "ok      $((SECONDS - start)) s"
  else
    echo "FAILED  $((SECONDS - start)) s"
    tail -n 80 "$logs/$name.log"
    return 1
  fi
}

# Tools outside the repository. A suite that needs one that is absent shows its tests as skipped.
packages=(python3-torch python3-onnx libopenblas0-openmp python3-sklearn chromium)
missing_packages() {
  command -v dpkg-query >/dev/null || { echo "${packages[@]}"; return; }
  for p in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || echo "$p"
  done
}
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
install_missing() {
  as_root apt-get update || echo "apt-get update failed; trying with the lists at hand"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
provide_tools() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "${missing// /}" ] && { echo "outside tools: all present"; return; }
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    # shellcheck disable=SC2086
    step install-tools install_missing $missing
  fi
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "${missing// /}" ] || echo "MISSING: $missing- the tests that need them are skipped"
}
need() {
  command -v "$1" >/dev/null && return
  echo "MISSING: $1 ($2)"
  broken=1
}

need dotnet "the .NET SDK 10"
need node "Node.js 20 or newer"
need npm "it comes with Node.js"
if [ "$broken" = 1 ]; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
provide_tools

# Node packages: scripts of packages never run.
npm_ci() { (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund); }
web_ok=0
if [ -f web/package.json ]; then
  step web-packages npm_ci web && step web-build npm --prefix web run build && web_ok=1
  [ "$web_ok" = 1 ] || broken=1
fi
if [ -f test/onnx/package.json ]; then
  step onnx-packages npm_ci test/onnx || echo "MISSING: onnxruntime-node - the tests that need it are skipped"
fi

step restore dotnet restore Florin.slnx || broken=1
# What the compiler and its analysers judge is judged by the build, warnings being errors; the layout of the text is judged here.
# Afterwards, so that two cores are not shared by two compilers.
built=0
step build dotnet build Florin.slnx -c Release --no-restore && built=1 || broken=1
step format dotnet format whitespace Florin.slnx --no-restore --verify-no-changes || broken=1

# The last number after "  word: " in a log.
number() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1; }

dotnet_suites() {
  local log=$logs/dotnet-test.log code=0
  step dotnet-test dotnet test --solution Florin.slnx -c Release --no-build --no-progress --results-directory artifacts/test-results || code=1
  local good bad left
  good=$(number succeeded "$log") bad=$(number failed "$log") left=$(number skipped "$log")
  [ "$code" = 1 ] && [ "${bad:-0}" = 0 ] && bad=1
  passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0})) skipped=$((skipped + ${left:-0}))
}

web_suite() {
  local report=$PWD/$logs/vitest.json code=0
  step web-test npm --prefix web test -- --reporter=default --reporter=json --outputFile.json="$report" || code=1
  local counts
  counts=$(node -e '
    const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests);' "$report" 2>/dev/null || echo "0 0 0")
  read -r good bad left <<<"$counts"
  [ "$code" = 1 ] && [ "$bad" = 0 ] && bad=1
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
}

[ "$built" = 1 ] && dotnet_suites
[ "$web_ok" = 1 ] && web_suite

[ "$broken" = 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
