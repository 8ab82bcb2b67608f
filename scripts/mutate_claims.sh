#!/bin/sh
# 10,000 mutated texts through the claims (the suite runs 400): scripts/mutate_claims.sh [COUNT]
set -eu
cd "$(dirname "$0")/.."
SOGDIA_MUTATIONS="${1:-10000}" build/release/tests/test_report --gtest_filter='ClaimsMutations.*'
