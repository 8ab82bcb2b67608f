#!/usr/bin/env bash
# Installs what Sogdia needs from Debian 12's packages, and nothing that is there already.
#   scripts/install-deps.sh build|test|docs|ci
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config libeigen3-dev nlohmann-json3-dev libfmt-dev libcli11-dev
          libtomlplusplus-dev zlib1g-dev)
command -v npm >/dev/null || packages+=(npm)
case "${1:-build}" in
  build) ;;
  docs) packages=(python3 python3-venv); command -v npm >/dev/null || packages+=(npm) ;;
  test) packages+=(libgtest-dev librapidcheck-dev python3 python3-dev python3-venv) ;;
  ci) packages+=(libgtest-dev librapidcheck-dev python3 python3-dev python3-venv clang clang-format clang-tidy libclang-rt-14-dev libbenchmark-dev ccache) ;;
  *) echo "usage: scripts/install-deps.sh build|test|docs|ci" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root=(sudo)
else
  echo "error: these packages are missing and only root can install them:" >&2
  echo "  ${missing[*]}" >&2
  echo "hint: ask an administrator to run: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
