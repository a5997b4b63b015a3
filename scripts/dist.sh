#!/usr/bin/env bash
# Builds the page as a static folder, dist/: relative URLs, response headers in dist/_headers.
source "$(dirname "$0")/env.sh"

trunk build
rm -f dist/.trunk-lock

say "dist/ is complete; bytes raw and gzip:"
find dist -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.css' -o -name '*.html' \) | sort |
    while read -r file; do
        printf '%9d %9d  %s\n' "$(wc -c <"$file")" "$(gzip -9c "$file" | wc -c)" "$file"
    done
