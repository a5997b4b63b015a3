#!/usr/bin/env bash
# Builds the page in release mode and serves it until interrupted; builds again when a source changes.
source "$(dirname "$0")/env.sh"

say "building, then serving on http://127.0.0.1:8080 (the first build takes a minute or two)"
exec trunk serve
