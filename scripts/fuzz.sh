#!/usr/bin/env bash
# Builds every fuzzer and runs each for SECONDS (60), two at a time.
#   scripts/fuzz.sh [SECONDS [NAME...]]      names: formula study sql_condition claims
# What a fuzzer finds worth keeping stays in build/fuzz/corpus/NAME; an input that breaks it is named, and lies in
# build/fuzz/found/. `build/fuzz/fuzz/NAME_fuzz FILE` runs it again.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
names=("${@:2}")
[ ${#names[@]} -gt 0 ] || names=(formula study sql_condition claims)

mkdir -p build
cmake --preset fuzz >build/fuzz.log 2>&1 || { cat build/fuzz.log; exit 1; }
cmake --build build/fuzz --target "${names[@]/%/_fuzz}" -- -k 0 >build/fuzz.log 2>&1 || { tail -50 build/fuzz.log; exit 1; }
mkdir -p build/fuzz/found

one() {
  local name=$1 log=build/fuzz/$1.log
  mkdir -p "build/fuzz/corpus/$name"
  if "build/fuzz/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=4096 \
    -dict="fuzz/$name.dict" -artifact_prefix="$PWD/build/fuzz/found/$name-" -print_final_stats=1 \
    "$PWD/build/fuzz/corpus/$name" "$PWD/fuzz/seeds/$name" >"$log" 2>&1; then
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, nothing found"
  else
    tail -40 "$log"
    echo "$name: an input breaks it, see above and build/fuzz/found/" >&2
    return 1
  fi
}
export -f one
export seconds
printf '%s\n' "${names[@]}" | xargs -P 2 -I{} bash -c 'set -euo pipefail; one {}'
