#!/usr/bin/env bash
# Starts the console, or runs one of its verbs: ./run.sh [--port N] [--data DIR] [--no-demo] [verb …]
# The first run installs what is missing and builds; later runs need no network and start in seconds.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$root/scripts/prerequisites.sh"

need_dotnet
need_icu
# A server of one's own needs no PostgreSQL here.
[ -n "${TRIAGE_CONNECTION:-}" ] || need_postgres
publish_if_changed "$root" src migrations wwwroot clients

export TRIAGE_DATA="${TRIAGE_DATA:-$root/.data}"
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
export DOTNET_gcServer="${DOTNET_gcServer:-0}" DOTNET_CLI_TELEMETRY_OPTOUT=1
# exec: Ctrl-C and SIGTERM reach the console itself, which stops its requests and its database in order.
exec dotnet "$root/$app_folder/TriageConsole.dll" "$@"
