#!/usr/bin/env bash
# Records what CPython 3.12, 3.13 and, where it runs as wasm under node (pyodide), 3.14 do with the programs of tests/cpython.
# Arguments go to the recorder (`--all`, names).
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

pyodide=314.0.7
folder=target/truth-3.14
if [[ $(node -p "require('./$folder/node_modules/pyodide/package.json').version" 2>/dev/null) != "$pyodide" ]]; then
    say "installing pyodide $pyodide (CPython 3.14 in wasm, 14 MB) from npm into $folder"
    mkdir -p "$folder"
    npm install --silent --no-audit --no-fund --prefix "$folder" "pyodide@$pyodide" || die "npm could not install pyodide"
fi

exec target/truth-3.13/bin/python tests/cpython/record.py "${pythons[@]}" --pyodide "$folder" "$@"
