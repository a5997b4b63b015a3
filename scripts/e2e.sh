#!/usr/bin/env bash
# Runs the end-to-end tests against dist/ as it is. Arguments are test files or options of `node --test`.
source "$(dirname "$0")/env.sh"
[[ -f dist/index.html ]] || die "dist/ is missing: make dist"

tap=$(mktemp)
trap 'rm -f "$tap"' EXIT
status=0
# One file at a time: two browsers on two cores would disturb each other's clocks.
(($#)) || set -- tests/e2e/*.test.js
node --test --test-concurrency=1 --test-force-exit --test-timeout=180000 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "$@" || status=$?
grep -E '^# (tests|pass|fail|cancelled|skipped) ' "$tap" || true
exit "$status"
