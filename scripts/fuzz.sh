#!/usr/bin/env bash
# Compares random programs in CPython 3.13 and in the model: of asyncio on a virtual clock, of threads and pools in real time.
# Arguments go to tests/cpython/fuzz.py and fuzz_threads.py (`--first SEED --count N`); without any, as many as fit into some
# minutes, from a seed that nobody tried.
source "$(dirname "$0")/env.sh"

python=$(find_python 3.13) || die "CPython 3.13 is missing: looked for python3.x on the PATH, then among pyenv's and uv's"
cargo build --locked --release --bin loopscope
model=${CARGO_TARGET_DIR:-target}/release/loopscope
first=$RANDOM$RANDOM
failed=0
"$python" tests/cpython/fuzz.py --model "$model" --first "$first" --count 1000 "$@" || failed=1
"$python" tests/cpython/fuzz_threads.py --model "$model" --first "$first" --count 100 "$@" || failed=1
exit "$failed"
