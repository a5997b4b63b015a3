#!/usr/bin/env bash
# Installs what testing needs besides the build tools: two browsers, a virtual display, fonts. On Debian as root
# through apt; elsewhere it says what is missing.
source "$(dirname "$0")/env.sh"

# What is looked for, and the Debian package that has it.
needs="
chromium|chromium-browser|google-chrome=chromium
chromedriver=chromium-driver
firefox-esr|firefox=firefox-esr
Xvfb=xvfb
xdotool=xdotool
"

packages_missing() {
    local need name
    for need in $needs; do
        for name in $(tr '|' ' ' <<<"${need%=*}"); do
            command -v "$name" >/dev/null && continue 2
        done
        echo "${need#*=}"
    done
    # The picture of the page, and so its layout, should not hang on the machine's fonts.
    if [[ $(uname) == Linux ]]; then
        local fonts
        fonts=$(fc-list 2>/dev/null) || true
        [[ $fonts == *NotoSans-* ]] || echo fonts-noto-core
        [[ $fonts == *DejaVuSansMono* ]] || echo fonts-dejavu-core
    fi
}

missing=$(packages_missing | xargs)
if [[ -n $missing && -f /etc/debian_version && $(id -u) == 0 ]]; then
    say "installing with apt: $missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    apt-get install -y -qq --no-install-recommends $missing
    missing=$(packages_missing | xargs)
fi
[[ -z $missing ]] || die "the tests need these, by their Debian names: $missing
On Debian or Ubuntu: sudo apt-get install $missing
Elsewhere: Chrome, its chromedriver, Firefox, an X server with Xvfb, and xdotool, all on the PATH."

node=$(node --version 2>/dev/null) || die "Node is missing: install version 20 or newer"
major=${node#v}
((${major%%.*} >= 20)) || die "Node $node is too old: install version 20 or newer"

if ! cmp -s tests/e2e/package-lock.json tests/e2e/node_modules/.installed-lock; then
    say "installing the end-to-end tests' npm packages"
    (cd tests/e2e && npm ci --no-audit --no-fund)
    cp tests/e2e/package-lock.json tests/e2e/node_modules/.installed-lock
fi
