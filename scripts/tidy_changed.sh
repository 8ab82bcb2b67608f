#!/usr/bin/env bash
# clang-tidy, warnings as errors, over the sources that changed since BASE, the newest first. After SECONDS_AT_MOST (200)
# it stops and names those that it did not look at.
#   scripts/tidy_changed.sh [BASE]      BASE: a commit; by default where this branch left origin/main, or the
#                                       last 20 commits where it is origin/main
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${SECONDS_AT_MOST:-200}
base=${1:-}
if [ -z "$base" ]; then
  base=$(git merge-base HEAD origin/main 2>/dev/null || true)
  [ -n "$base" ] && [ "$base" != "$(git rev-parse HEAD)" ] || base=$(git rev-parse -q --verify HEAD~20 || git rev-list --max-parents=0 HEAD | tail -1)
fi

# Newest first, so that what is cut off is what others looked at before.
mapfile -t files < <({ git diff --name-only HEAD; git log --format= --name-only "$base"..HEAD; } |
  grep -E '^(src|tool)/.*\.cpp$' | awk '!seen[$0]++' | while read -r file; do [ -f "$file" ] && echo "$file"; done)
echo "clang-tidy: ${#files[@]} sources changed since $(git rev-parse --short "$base")"
[ ${#files[@]} -gt 0 ] || exit 0

cmake --preset dev -DSOGDIA_TESTS=OFF >/dev/null
start=$(date +%s)
failed=0
: >build/tidy.log
for ((k = 0; k < ${#files[@]}; k += 2)); do
  if [ $(($(date +%s) - start)) -ge "$seconds" ]; then
    echo "clang-tidy: ${seconds} s are over, not looked at: ${files[*]:k}"
    break
  fi
  printf '%s\n' "${files[@]:k:2}" | xargs -P 2 -n 1 clang-tidy -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument 2>>build/tidy.log || failed=1
done
exit $failed
