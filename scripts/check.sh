#!/usr/bin/env bash
# Formatting, lints and documentation, for the host and for wasm; a warning is an error.
source "$(dirname "$0")/env.sh"
# The documentation is for who works on the code: private items are part of it.
export RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links"

say "formatting"
cargo fmt --check
say "lints, host"
cargo clippy --locked --all-targets -- -D warnings
say "lints, wasm"
cargo clippy --locked --all-targets --target wasm32-unknown-unknown -- -D warnings
say "documentation, host"
cargo doc --locked --no-deps --document-private-items
say "documentation, wasm"
cargo doc --locked --no-deps --document-private-items --target wasm32-unknown-unknown

if command -v shellcheck >/dev/null; then
    say "shell scripts"
    shellcheck --source-path=scripts --external-sources scripts/*.sh .ci/run
fi
say "all checks passed"
