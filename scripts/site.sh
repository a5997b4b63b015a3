#!/usr/bin/env bash
# Trunk runs it when the page is built: the files that are made of the catalogue.
source "$(dirname "$0")/env.sh"

cargo run --locked --quiet --bin loopscope-site -- "${TRUNK_STAGING_DIR:-dist}"
