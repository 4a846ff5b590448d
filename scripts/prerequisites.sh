# Shared by run.sh and test.sh: finds or installs prerequisites. It says what it installs and why. All messages go to standard error, so
# that the standard output of a command stays clean.

say() { printf '%s\n' "$*" >&2; }

need_dotnet() {
  # The installer of the SDK installs it here without changing PATH.
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then export PATH="$HOME/.dotnet:$PATH"; fi
  if command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^1[0-9]\.'; then return; fi
  say "The .NET 10 SDK is missing. It is required to build the console. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
  say "(Debian and Ubuntu: apt-get install dotnet-sdk-10.0; macOS: brew install dotnet), then run this command again."
  exit 1
}

# .NET needs ICU for text, and the SQL Server client does not work without it.
need_icu() {
  { ldconfig -p 2>/dev/null | grep -q libicuuc; } || [ "$(uname)" = Darwin ] && return
  local name
  name="$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | sort -V | tail -1 | cut -d' ' -f1)"
  install_packages "ICU: required by .NET for text" "${name:-libicu-dev}" icu4c ||
    { say "ICU (libicu) is missing. The console cannot start without it."; exit 1; }
}

have_postgres() {
  [ -n "${TRIAGE_POSTGRES_BIN:-}" ] && return
  { command -v initdb && command -v pg_ctl; } >/dev/null 2>&1 && return
  local folder
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    [ -x "$folder/initdb" ] && return
  done
  return 1
}

need_postgres() {
  have_postgres && return
  install_packages "PostgreSQL server programs: required for the embedded database" postgresql postgresql
  have_postgres && return
  say "The PostgreSQL server programs (initdb, pg_ctl, postgres) are still missing." \
    "Set TRIAGE_POSTGRES_BIN to their folder, or TRIAGE_CONNECTION to use a server."
  exit 1
}

need_chromium() {
  local name
  # Without its window it needs half the processor time. Some systems have only the whole browser.
  command -v chromium-headless-shell >/dev/null && return
  if apt-cache show chromium-headless-shell >/dev/null 2>&1 &&
    install_packages "Chromium without a window: required for the browser tests" chromium-headless-shell chromium; then return; fi
  for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && return; done
  install_packages "Chromium: required for the browser tests" chromium chromium ||
    say "Chromium is missing. The browser tests will fail."
}

# Node.js and the packages of the client tests, exactly as their lock file says. What was downloaded once is used again without a network.
need_clients() {
  local folder="$1/tests/clients" mark="$1/tests/clients/node_modules/.package-lock.json"
  command -v node >/dev/null || install_packages "Node.js: required for the tests with real clients" nodejs node
  command -v npm >/dev/null || install_packages "npm: required for the tests with real clients" npm node
  command -v npm >/dev/null || { say "npm is missing. The tests with real clients will fail."; return; }
  [ -f "$mark" ] && [ ! "$folder/package-lock.json" -nt "$mark" ] && return
  say "Installing the packages of the client tests"
  (cd "$folder" && { npm ci --offline --ignore-scripts >/dev/null 2>&1 || quietly npm ci --prefer-offline --ignore-scripts; }) ||
    say "The packages of the client tests could not be installed. Those tests will fail."
}

# The tests start nodes of their own with their own folders and ports. Debian also starts a service at installation; it is not needed.
need_rabbitmq() {
  local script
  for script in /usr/lib/rabbitmq/bin /usr/sbin /opt/homebrew/sbin /usr/local/sbin; do [ -x "$script/rabbitmq-server" ] && return; done
  mask_service rabbitmq-server
  install_packages "RabbitMQ server: required for the tests of the message bus" rabbitmq-server rabbitmq ||
    say "The RabbitMQ server is missing. The tests of the message bus will fail."
}

need_nginx() {
  local folder
  for folder in /usr/sbin /usr/bin /opt/homebrew/bin /usr/local/bin; do [ -x "$folder/nginx" ] && return; done
  mask_service nginx
  install_packages "nginx: required for the test with two instances" nginx-light nginx ||
    say "nginx is missing. The test with two instances will fail."
}

# mask_service NAME : keeps Debian from starting the service at installation.
mask_service() {
  local sudo=""
  [ "$(id -u)" = 0 ] || ! command -v sudo >/dev/null || sudo="sudo"
  if command -v apt-get >/dev/null && [ -d /run/systemd/system ] && { [ "$(id -u)" = 0 ] || [ -n "$sudo" ]; }; then
    say "Masking the service $1, so that the installation does not start it (systemctl unmask $1 allows it)"
    $sudo systemctl mask "$1" >&2 || true
  fi
}

# install_packages WHY DEBIAN-NAME BREW-NAME
install_packages() {
  local sudo=""
  [ "$(id -u)" = 0 ] || ! command -v sudo >/dev/null || sudo="sudo"
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || [ -n "$sudo" ]; }; then
    say "Installing $2 ($1)"
    # Debian creates and starts a server at installation. The console uses its own embedded server, so disable that.
    if [ "$2" = postgresql ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      $sudo mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    { $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2" ||
      { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2"; }; } >&2
  elif command -v brew >/dev/null; then
    say "Installing $3 ($1)"
    brew install "$3" >&2
  else
    say "Missing: $1. Install the package $2 with the package manager of this system, then run this command again."
    return 1
  fi
}

# What run.sh starts: the published app, compiled ahead of time.
app_project="src/TriageConsole/TriageConsole.csproj"
app_folder="src/TriageConsole/bin/Release/publish"

# publish_if_changed ROOT FOLDER… : builds and publishes the app when a source is newer than what was published last.
publish_if_changed() {
  local root="$1" stamp="$1/$app_folder/.published" changed options=()
  shift
  if [ -f "$stamp" ]; then
    changed="$(cd "$root" && find "$@" Directory.*.props global.json BannedSymbols.txt .editorconfig \
      \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)"
    [ -n "$changed" ] || return 0
    say "Building: $changed changed"
  else
    say "First build: this takes a few minutes"
    # What was cloned has passed the analyzers. They would take about half of the time.
    options=(-p:RunAnalyzers=false)
  fi
  publish "$root" "$root/$app_project" "${options[@]}" || exit 1
}

# publish ROOT PROJECT OPTION… : builds the project, publishes the app, and records the start of the build, so that files saved during the build
# are built next time.
publish() {
  local mark="$1/.building.$$"
  touch "$mark"
  build_release "${@:2}" &&
    quietly dotnet publish "$1/$app_project" -c Release --no-build -o "$1/$app_folder" -v quiet || { rm -f "$mark"; return 1; }
  mv "$mark" "$1/$app_folder/.published"
}

# quietly COMMAND… : shows what it prints only if it fails.
quietly() {
  local log
  log="$(mktemp)"
  if "$@" >"$log" 2>&1; then rm -f "$log"; return 0; fi
  grep -E "error|warning" "$log" | sort -u | head -30 >&2 || cat "$log" >&2
  say "'$*' failed; all of its output: $log"
  return 1
}

# Try without a restore first, because a restore needs the network.
build_release() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  dotnet build "$@" -c Release --no-restore -v quiet >/dev/null 2>&1 || quietly dotnet build "$@" -c Release -v quiet
}
