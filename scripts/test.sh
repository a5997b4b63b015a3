#!/usr/bin/env bash
# Runs the tests: `host`, `browser` and `e2e`, or those of them named as arguments. One that fails does not keep the
# others from running; the exit code tells whether all passed.
source "$(dirname "$0")/env.sh"
exec </dev/null

results=()
failed=0

stage() {
    local name=$1 start=$SECONDS result=passed
    shift
    say "$name: $*"
    "$@" || result=FAILED
    [[ $result == passed ]] || failed=1
    results+=("$result in $((SECONDS - start)) s: $name")
    [[ $result == passed ]]
}

run() {
    case $1 in
    host) stage "host tests" cargo test --locked ;;
    browser)
        CHROMEDRIVER=$(command -v chromedriver) stage "tests in the browser" \
            cargo test --locked --target wasm32-unknown-unknown --test browser
        ;;
    e2e) stage "release build" scripts/dist.sh && stage "end-to-end tests" scripts/e2e.sh ;;
    *) die "unknown tests '$1': host, browser and e2e are known" ;;
    esac || true
}

scripts/install-tools.sh
scripts/install-browsers.sh
for tests in "${@:-host browser e2e}"; do
    for name in $tests; do run "$name"; done
done

say "all in $SECONDS s"
printf '%s\n' "${results[@]}"
exit "$failed"
