#!/usr/bin/env bash
# Compares random programs in CPython 3.12 and 3.13 and in the model: of asyncio on a virtual clock, of threads and pools in
# real time. Arguments go to tests/cpython/fuzz.py and fuzz_threads.py (`--first SEED --count N`); without any, as many as fit
# into some minutes, from a seed that nobody tried.
source "$(dirname "$0")/env.sh"

cargo build --locked --release --bin loopscope
model=${CARGO_TARGET_DIR:-target}/release/loopscope
first=$RANDOM$RANDOM
failed=0
for version in 3.12 3.13; do
    python=$(find_python "$version") || die "CPython $version is missing: looked for python3.x on the PATH, then among pyenv's and uv's"
    say "CPython $version"
    "$python" tests/cpython/fuzz.py --model "$model" --first "$first" --count 500 "$@" || failed=1
    "$python" tests/cpython/fuzz_threads.py --model "$model" --first "$first" --count 50 "$@" || failed=1
done
exit "$failed"
