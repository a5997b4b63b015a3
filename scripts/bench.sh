#!/usr/bin/env bash
# Measures the interpreter against CPython, in one run on this machine. Arguments go to `cargo bench`.
source "$(dirname "$0")/env.sh"

command -v python3 >/dev/null || die "python3 is missing: the comparison needs it"
cargo bench --locked --bench '*' "$@"
