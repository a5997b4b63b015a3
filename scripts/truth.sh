#!/usr/bin/env bash
# Records what CPython 3.12 and 3.13 do with the programs of tests/cpython. Arguments go to the recorder (`--all`, names).
source "$(dirname "$0")/env.sh"

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
