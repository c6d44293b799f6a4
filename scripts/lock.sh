#!/bin/sh
# Writes both locks from pyproject.toml. Run it after changing a dependency; `scripts/lock.sh --upgrade` takes newer ones.
# The locks hold names, versions and hashes, never an address: any index that serves the same files will do.
set -eu
cd -- "$(dirname -- "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)

compile() {
    lock=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --output-file "$lock" "$@" pyproject.toml >/dev/null
    { echo "# Written by scripts/lock.sh from pyproject.toml; change that and run this."; cat "$lock"; } >"$lock.new"
    mv "$lock.new" "$lock"
}

compile requirements.lock "$@"
compile requirements-dev.lock --extra postgres --extra dev --constraint requirements.lock "$@"
