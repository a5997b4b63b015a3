#!/usr/bin/env bash
# Runs the end-to-end tests against dist/ as it is. Arguments are test files or options of `node --test`.
source "$(dirname "$0")/env.sh"
[[ -f dist/index.html ]] || die "dist/ is missing: make dist"

# One file at a time: two browsers on two cores would disturb each other's clocks. The limit is that of a whole file, of
# which node makes a test; each test in it has its own, in the harness.
(($#)) || set -- tests/e2e/*.test.js
exec node --test --test-reporter=spec --test-concurrency=1 --test-force-exit --test-timeout=900000 "$@"
