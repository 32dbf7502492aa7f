#!/usr/bin/env bash
# fetch.sh <list> <folder>: copies the crates of a list (name, tab, version) into a folder, as cargo gets them from its registry.
set -euo pipefail
list=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
manifest="$folder/.fetch"
mkdir -p "$manifest/src"
: > "$manifest/src/lib.rs"
{
    printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n'
    grep -v '^#' "$list" | awk -F'\t' '{ printf "%s = { version = \"=%s\", default-features = false }\n", $1, $2 }'
} > "$manifest/Cargo.toml"
cargo fetch --quiet --manifest-path "$manifest/Cargo.toml"
grep -v '^#' "$list" | while IFS=$'\t' read -r name version _; do
    if [ ! -d "$folder/$name-$version" ]; then
        cp -r "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$name-$version" "$folder/"
        # It stands inside this repository's folder and is no member of its workspace.
        grep -q '^\[workspace' "$folder/$name-$version/Cargo.toml" || printf '\n[workspace]\n' >> "$folder/$name-$version/Cargo.toml"
    fi
done
