#!/bin/sh
# Adds a migration for both databases from the rooms' models:  src/Diwan.Migrations/add.sh NAME
# --initial throws every migration away and makes a single first one; only before the first release.
set -eu
cd "$(dirname "$0")/../.."
[ $# -eq 1 ] || { echo "usage: $0 NAME | --initial" >&2; exit 2; }
name=$1
if [ "$name" = --initial ]; then
  rm -rf src/Diwan.Migrations/Sqlite src/Diwan.Migrations/Postgres
  name=Initial
fi
dotnet tool restore >/dev/null
dotnet build src/Diwan.Migrations -v q --nologo
for provider in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --project src/Diwan.Migrations \
    --context "${provider}AppDbContext" --output-dir "$provider"
done
