#!/usr/bin/env bash
# Runs every test there is and says so in one line at the end: N passed, N failed, N skipped.
# TRIAGE_TEST_CONNECTION="PostgreSql;Host=…" or "SqlServer;Server=…;Database={database}" runs them on a server; otherwise they bring their own.
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$root/scripts/prerequisites.sh"

need_dotnet
need_icu
[ -n "${TRIAGE_TEST_CONNECTION:-}" ] || need_postgres
need_chromium
need_npm
say "Building"
build_release "$root/TriageConsole.sln" || { echo "0 passed, 0 failed, 0 skipped"; exit 1; }

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
broken=0
# run_tests NAME PROJECT OPTION… : one run of one project; its results stand under the name.
run_tests() {
  local name="$1" project="$2"
  shift 2
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo -v quiet --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@" || broken=1
  # A project that ends without its results ended before its tests did.
  # Why it failed: the quiet output names the test alone.
  sed -n '/<Message>/,/<\/StackTrace>/p' "$results/$name.trx" 2>/dev/null | head -80 || true
  [ -f "$results/$name.trx" ] || { echo "$name left no results" >&2; broken=1; }
}

for project in "$root"/tests/*/*.Tests.csproj; do run_tests "$(basename "$project" .csproj)" "$project"; done
# Labeling once more with the claim that SQL Server and compatible engines use.
case "${TRIAGE_TEST_CONNECTION:-}" in
  SqlServer*) ;;
  *) TRIAGE_PORTABLE_CLAIM=1 run_tests "Labeling with the portable claim" "$root/tests/TriageConsole.Tests/TriageConsole.Tests.csproj" --filter "FullyQualifiedName~TriageConsole.Tests.Labeling" ;;
esac

# count ATTRIBUTE: its sum over all results.
count() {
  cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'
}
total="$(count total)" passed="$(count passed)" failed="$(count failed)"
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
[ "$broken" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
