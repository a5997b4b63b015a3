#!/usr/bin/env bash
# Measures the timeline of dist/ with a million spans, in Chromium.
source "$(dirname "$0")/env.sh"
[[ -f dist/index.html ]] || die "dist/ is missing: make dist"
exec node tests/e2e/bench-ui.mjs
