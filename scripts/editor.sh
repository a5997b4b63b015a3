#!/usr/bin/env bash
# Trunk runs it when the page is built: the code editor (CodeMirror, www/editor) as one file.
source "$(dirname "$0")/env.sh"

command -v npm >/dev/null || die "Node.js (20 or newer) is missing: it puts the code editor together"
cd www/editor
[[ node_modules/.package-lock.json -nt package-lock.json ]] || npm ci --no-audit --no-fund --silent
npx --no-install esbuild editor.js --bundle --minify --format=esm --target=es2022 --legal-comments=none \
    --log-level=warning --outfile="${TRUNK_STAGING_DIR:-../../dist}/editor.js"
