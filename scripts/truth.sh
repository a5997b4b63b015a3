#!/usr/bin/env bash
# Records what CPython 3.12 and 3.13 do with the programs of tests/cpython. Arguments go to the recorder (`--all`, names).
source "$(dirname "$0")/env.sh"

# An interpreter of one version: on the path, or among pyenv's or uv's. Shims that lead nowhere do not count.
find_python() {
    local version=$1 candidate
    for candidate in "python$version" \
        "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3 \
        "${XDG_DATA_HOME:-$HOME/.local/share}/uv/python/cpython-$version".*/bin/python3 \
        "/opt/python$version/bin/python3" python3; do
        if [[ $("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) == "$version" ]]; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

pythons=()
missing=()
for version in 3.12 3.13; do
    if found=$(find_python "$version"); then
        environment=target/truth-$version
        if [[ ! -x $environment/bin/python ]]; then
            "$found" -m venv --without-pip "$environment" || die "$found cannot make a virtual environment"
        fi
        pythons+=(--python "$PWD/$environment/bin/python")
    else
        missing+=("$version")
    fi
done
((${#missing[@]} == 0)) ||
    die "CPython ${missing[*]} is missing: looked for python3.x on the PATH, then among pyenv's and uv's (pyenv install ${missing[*]})"

exec target/truth-3.13/bin/python tests/cpython/record.py "${pythons[@]}" "$@"
