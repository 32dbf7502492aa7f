#!/usr/bin/env bash
# Lints every package in cargo's own registry folder: code that nobody here wrote. Each must be answered with 0 or 1 (a finding), never with a crash
# or a hang (60 s); findings are printed.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet -p cargo-ringfence
packages=0 failed=0 findings=0
for manifest in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/*/Cargo.toml; do
    packages=$((packages + 1))
    status=0
    said=$(timeout 60 "${CARGO_TARGET_DIR:-target}/release/cargo-ringfence" check --manifest-path "$manifest" 2>&1) || status=$?
    package=$(basename "$(dirname "$manifest")")
    case $status in
        0) ;;
        1) findings=$((findings + 1)); printf -- '-- %s\n%s\n' "$package" "$said" ;;
        2) printf -- '-- %s could not be read: %s\n' "$package" "$(printf '%s' "$said" | head -n 3)" ;;
        *) failed=$((failed + 1)); printf -- '-- %s ended with %s\n%s\n' "$package" "$status" "$(printf '%s' "$said" | tail -n 5)" ;;
    esac
done
echo "$packages packages in $SECONDS s: $findings with findings, $failed crashed or hung"
[ "$failed" -eq 0 ]
