#!/usr/bin/env bash
# Compares random asyncio programs in CPython 3.13 and in the model. Arguments go to tests/cpython/fuzz.py
# (`--first SEED --count N`); without any, as many as fit into some minutes, from a seed that nobody tried.
source "$(dirname "$0")/env.sh"

python=$(find_python 3.13) || die "CPython 3.13 is missing: looked for python3.x on the PATH, then among pyenv's and uv's"
cargo build --locked --release --bin loopscope
(($#)) || set -- --first "$RANDOM$RANDOM" --count 1000
exec "$python" tests/cpython/fuzz.py --model "${CARGO_TARGET_DIR:-target}/release/loopscope" "$@"
