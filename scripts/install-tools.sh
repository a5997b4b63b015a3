#!/usr/bin/env bash
# Installs what building needs: the pinned toolchain, wasm-bindgen, trunk. What is there already is left alone.
source "$(dirname "$0")/env.sh"

toolchain=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
# trunk takes wasm-bindgen from the path only in exactly this version.
wasm_bindgen=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, ""); print $3 }' Cargo.lock)
trunk=0.22.1

command -v rustup >/dev/null || die "rustup is missing: install it from rustup.rs, then run this again"
command -v cc >/dev/null || die "a C compiler is missing: install gcc or clang, then run this again"

toolchain_is_complete() {
    local installed
    installed=$(rustup component list --installed --toolchain "$toolchain" 2>/dev/null) || return 1
    for part in cargo rust-src clippy rustfmt rust-std-wasm32-unknown-unknown; do
        [[ $installed == *"$part"* ]] || return 1
    done
}

if ! toolchain_is_complete; then
    say "installing Rust $toolchain (rust-src, clippy, rustfmt, wasm32), under a minute"
    rustup toolchain install "$toolchain" --no-self-update --profile minimal \
        --component rust-src,clippy,rustfmt --target wasm32-unknown-unknown
fi

if [[ $(wasm-bindgen --version 2>/dev/null) != "wasm-bindgen $wasm_bindgen" ]]; then
    say "installing wasm-bindgen $wasm_bindgen into ~/.cargo/bin, 2 to 6 minutes"
    # Without --locked: its lock file names a crate version that not every registry mirror has.
    cargo "+$toolchain" install wasm-bindgen-cli --version "$wasm_bindgen" --force
fi

if [[ $(trunk --version 2>/dev/null) != "trunk ${trunk%.*}."* ]]; then
    say "installing trunk $trunk into ~/.cargo/bin, 3 to 6 minutes"
    # A debug build of it is fast enough and takes a third of the time to make.
    cargo "+$toolchain" install trunk --version "$trunk" --locked --debug --force
fi
