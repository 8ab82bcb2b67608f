#!/bin/sh
# A full-resolution world in the folder OUT, which must not exist: full.sh OUT EMBEDDED [--within WEST,SOUTH,EAST,NORTH]. `sogdia data build --full`
# calls it. Paths are absolute.
set -eu
out=$1 embedded=$2
shift 2
cd "$(dirname "$0")/../.."
. data/build/packages.sh
"$python" data/build/full.py "$out" --embedded "$embedded" "$@"
