#!/usr/bin/env bash
# Checks the format of the code, runs every test, and ends with one line: N passed, N failed, N skipped.
# TRIAGE_TEST_CONNECTION="PostgreSql;Host=…" or "SqlServer;Server=…;Database={database}" runs them on a server; otherwise they bring their own.
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$root/scripts/prerequisites.sh"

# Tests start many apps, and most of their time is compiling at run time: no second mapping of compiled code.
export DOTNET_EnableWriteXorExecute=0

need_dotnet
need_icu
[ -n "${TRIAGE_TEST_CONNECTION:-}" ] || need_postgres
need_chromium
need_rabbitmq
need_nginx
need_clients "$root"
say "Building"
publish "$root" "$root/TriageConsole.sln" ||
  { echo "0 passed, 0 failed, 0 skipped"; exit 1; }

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
broken=0

say "Checking the format of the code"
(cd "$root" && dotnet tool restore >"$results/tools" && dotnet csharpier check . >"$results/format") ||
  { cat "$results/tools" "$results/format" >&2; say "'dotnet csharpier format .' formats it."; broken=1; }

# run_tests NAME PROJECT OPTION… : one run of one project; its results are kept under the name.
run_tests() {
  local name="$1" project="$2"
  shift 2
  echo "== $name"
  (cd "$root" && dotnet test --project "$project" -c Release --no-build --no-progress --show-test-results failed --results-directory "$results" \
    --report-xunit-xml --report-xunit-xml-filename "$name.xml" "$@") >"$results/$name.log" 2>&1 || broken=1
  # A run that ends without its results ended before its tests did.
  [ -f "$results/$name.xml" ] || { echo "$name left no results" >&2; broken=1; }
  # Failed tests are listed at the end; the log helps with what is no test's failure.
  if [ ! -f "$results/$name.xml" ] || [ "$(count "$name" errors)" != 0 ]; then tail -100 "$results/$name.log"; fi
  echo "$(count "$name" passed) passed, $(count "$name" failed) failed, $(count "$name" skipped) skipped"
}

# count NAME ATTRIBUTE: its sum over the results whose name fits.
count() {
  cat "$results"/$1.xml 2>/dev/null | grep -o '<assembly [^>]*' | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'
}

for project in "$root"/tests/*/*.Tests.csproj; do run_tests "$(basename "$project" .csproj)" "$project"; done
# Labeling once more with the claim that SQL Server and compatible engines use.
case "${TRIAGE_TEST_CONNECTION:-}" in
  SqlServer*) ;;
  *) TRIAGE_PORTABLE_CLAIM=1 run_tests "portable-claim" "$root/tests/TriageConsole.Tests/TriageConsole.Tests.csproj" \
    --filter-namespace "TriageConsole.Tests.Labeling" ;;
esac

# Each failed test: name, duration in seconds, then message, stack and own output, each up to a length. The names once more at the end, for
# a reader who sees only the last lines.
for result in "$results"/*.xml; do
  awk -v RS='<test ' -v run="$(basename "$result" .xml)" '
    function part(tag, lines,   text, all, count, i) {
      if (!match($0, "<" tag ">")) return
      text = substr($0, RSTART + RLENGTH)
      sub("</" tag ">.*", "", text); gsub(/<!\[CDATA\[|\]\]>/, "", text)
      count = split(text, all, "\n")
      for (i = 1; i <= count && i <= lines; i++) print "    " substr(all[i], 1, 400)
    }
    /result="Fail"/ {
      match($0, /name="[^"]*"/); name = substr($0, RSTART + 6, RLENGTH - 7)
      match($0, /time="[^"]*"/); time = substr($0, RSTART + 6, RLENGTH - 7)
      print "FAILED " run ": " name " (" time " s)"
      part("message", 20); part("stack-trace", 12); part("output", 20)
    }' "$result"
done
for result in "$results"/*.xml; do
  awk -v RS='<test ' -v run="$(basename "$result" .xml)" '/result="Fail"/ {
    match($0, /name="[^"]*"/); print "FAILED " run ": " substr($0, RSTART + 6, RLENGTH - 7) }' "$result"
done
# One line for each reason, with how many tests it skips.
skips="$(cat "$results"/*.xml 2>/dev/null | tr '\n' ' ' | sed 's/<\/reason>/\n/g' |
  sed -n 's/.*<reason>\(<!\[CDATA\[\)\{0,1\}\([^]]*\).*/\2/p' | sort | uniq -c | sort -rn)"
[ -z "$skips" ] || printf 'Skipped, and why:\n%s\n' "$skips"
failed="$(($(count '*' failed) + $(count '*' errors)))" passed="$(count '*' passed)"
echo "$passed passed, $failed failed, $(count '*' skipped) skipped"
[ "$broken" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
