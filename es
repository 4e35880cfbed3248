#!/usr/bin/env bash
# Builds EventSourced's command line if its sources have changed, then runs it. `./es` without arguments shows the help.
set -euo pipefail

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink -- "$self")
  case $link in /*) self=$link ;; *) self=$(dirname -- "$self")/$link ;; esac
done
root=$(cd -- "$(dirname -- "$self")" && pwd -P)
dll=$root/src/Cli/bin/Release/net10.0/es.dll
stamp=$root/src/Cli/obj/es.stamp

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Spinning of the thread pool would slow down the servers on the same machine.
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
# Budget of generation 0: 32 MiB (in hex), the least and the most. Without the most it grows to 200 MiB while many objects survive, as in rebuilds and imports: collections are rare, but each stops the
# process for 100 ms, and their garbage is half of its memory. docs/decisions/0043 has figures.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-2000000} DOTNET_GCGen0MaxBudget=${DOTNET_GCGen0MaxBudget:-2000000}
# NuGet packages are stored in the home folder; without one, in .es/home.
if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; then
  export HOME=$root/.es/home
  mkdir -p "$HOME"
fi

dotnet=dotnet
if ! command -v dotnet >/dev/null 2>&1; then
  for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [ -x "$folder/dotnet" ]; then dotnet=$folder/dotnet; break; fi
  done
fi
if ! command -v "$dotnet" >/dev/null 2>&1; then
  echo "error: the .NET SDK 10 is missing. Install it (https://dot.net/download) and try again." >&2
  exit 1
fi

# Source files of the command line, by name, so that a deletion also counts.
sources() {
  find "$root/src" "$root/infra/Servers" "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" \
    \( -name bin -o -name obj \) -prune -o -type f "$@" -print
}
listing() { sources | LC_ALL=C sort | cksum; }
is_current() { [ -f "$dll" ] && [ -f "$stamp" ] && [ "$(listing)" = "$(cat -- "$stamp")" ] && [ -z "$(sources -newer "$stamp" | head -n 1)" ]; }

build() {
  if ! "$dotnet" --list-sdks | grep -Eq '^([1-9][0-9]+)\.' ; then
    echo "error: the .NET SDK 10 is needed; installed: $("$dotnet" --list-sdks | cut -d' ' -f1 | paste -sd' ' -). See https://dot.net/download." >&2
    exit 1
  fi
  mkdir -p "$root/src/Cli/obj"
  # Written before the build: changes during the build are built the next time.
  listing > "$stamp.new"
  echo "building…" >&2
  # Without descriptor 9, because a build server that stays behind would keep the lock.
  if ! output=$("$dotnet" build "$root/src/Cli" -c Release -v q --nologo 2>&1 9>&-); then
    printf '%s\n' "$output" >&2
    echo "error: the build failed, see above." >&2
    exit 1
  fi
  mv -- "$stamp.new" "$stamp"
}

if ! is_current; then
  # Concurrent builds would write the same files.
  if command -v flock >/dev/null 2>&1; then
    mkdir -p "$root/src/Cli/obj"
    exec 9>"$root/src/Cli/obj/es.lock"
    flock 9
    is_current || build
    exec 9>&-
  else
    build
  fi
fi

# As it was typed, so that suggested commands can be copied.
export ES_PROGRAM=$0
if [ "$(command -v es || true)" = "$0" ]; then ES_PROGRAM=es; fi

exec "$dotnet" "$dll" "$@"
