# Sourced by run.sh and test.sh: installing packages and building, as root or as an ordinary user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bundled_model=resources/models/hearth-tiny/hearth-tiny-q4_k.gguf

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'hearth: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || fail "installing packages needs root: install sudo, or run as root: $*"
  sudo "$@"
}

# install_packages build|test...: what is listed under these words and is not there yet. A package with a command behind
# its name is wanted for that command only, and can be done without: it is left alone where the command exists (npm from
# another source than Debian's conflicts with Debian's), and a failure to install it is told and stops nothing.
install_packages() {
  local missing=() without=() package command
  for word in "$@"; do
    while read -r package command; do
      [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
      if [ -z "$command" ]; then missing+=("$package"); continue; fi
      command -v "$command" >/dev/null || without+=("$package")
    done < <(awk -v w="$word" '$1 == w { print $2, $3 }' installer/packages.txt)
  done
  [ $((${#missing[@]} + ${#without[@]})) -gt 0 ] || return 0
  say "Installing $((${#missing[@]} + ${#without[@]})) Debian packages: ${missing[*]} ${without[*]}"
  as_root apt-get -q update
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
  for package in "${without[@]}"; do
    apt_install "$package" || say "Going on without the package $package"
  done
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"
}

# One job per processor, but 1.5 GB of memory for each: a compiler that swaps is slower than one that waits.
build_jobs() {
  local available_kb by_memory limit
  available_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  [ "$limit" = max ] || [ $((limit / 1024)) -gt "$available_kb" ] || available_kb=$((limit / 1024))
  by_memory=$((available_kb / 1572864))
  local jobs
  jobs=$(nproc)
  [ "$by_memory" -ge "$jobs" ] || jobs=$by_memory
  [ "$jobs" -ge 1 ] || jobs=1
  echo "$jobs"
}

# build TARGET...: configures and builds the release preset.
build() {
  # Built by root before: an ordinary user goes on in the same folder.
  if [ -e build ] && [ "$(id -u)" != 0 ] && [ -n "$(find build ! -user "$(id -un)" -print -quit)" ]; then
    as_root chown -R "$(id -u):$(id -g)" build
  fi
  say "Configuring"
  local everything=(--preset release -DHEARTH_DESKTOP=ON -DHEARTH_TESTS=ON)
  # A cache made in another place or by another CMake is begun anew.
  cmake "${everything[@]}" >/dev/null || cmake --fresh "${everything[@]}"
  local jobs
  jobs=$(build_jobs)
  say "Building with $jobs jobs"
  cmake --build --preset release --parallel "$jobs" --target "$@"
}
