#!/usr/bin/env bash
# Adds a migration with the same name for both providers: migrations/add.sh AddThing
set -euo pipefail
name=${1:?usage: migrations/add.sh NAME}
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
for provider in PostgreSql SqlServer; do
  dotnet ef migrations add "$name" --project "migrations/$provider" --startup-project "migrations/$provider" --output-dir Migrations
done
