#!/usr/bin/env bash
# Lints clients of other services whose hosts are swapped for Twilio's (sdks.tsv), and compares what is found with what was labelled by hand
# (sdks.labels.tsv: crate, path:line, lint). Precision must be at least 95 %; recall is stated.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=tests/prove/work
rm -rf "$work/sdks"
tests/prove/fetch.sh tests/prove/sdks.tsv "$work/sdks"
cargo build --release --quiet -p cargo-ringfence
command="${CARGO_TARGET_DIR:-target}/release/cargo-ringfence"
: > "$work/sdks.found"
while IFS=$'\t' read -r name version features hosts; do
    package="$work/sdks/$name-$version"
    find "$package/src" -name '*.rs' -print0 | xargs -0 sed -E -i "s#https://($hosts)#https://api.twilio.com#g"
    [ "$features" = - ] && enabled=() || enabled=(--features "$features")
    status=0
    said=$(timeout 60 "$command" check -W missing_status_callback -W callback_without_retry "${enabled[@]}" --manifest-path "$package/Cargo.toml" 2>&1) || status=$?
    [ "$status" -le 1 ] || { printf -- '-- %s ended with %s\n%s\n' "$package" "$status" "$(printf '%s' "$said" | tail -n 5)"; exit 1; }
    printf '%s\n' "$said" | awk -f tests/prove/found.awk | sed "s#^.*$name-$version/##; s#^#$name\t#" >> "$work/sdks.found"
done < <(grep -v '^#' tests/prove/sdks.tsv)
# By what should fire, not by how often: one line of code counts once a lint.
sort -u "$work/sdks.found" -o "$work/sdks.found"
grep -v '^#' tests/prove/sdks.labels.tsv | sort -u > "$work/sdks.labels"
comm -12 "$work/sdks.found" "$work/sdks.labels" > "$work/sdks.right"
comm -23 "$work/sdks.found" "$work/sdks.labels" | sed 's/^/wrong  /'
comm -13 "$work/sdks.found" "$work/sdks.labels" | sed 's/^/missed /'
awk -v right="$(wc -l < "$work/sdks.right")" -v found="$(wc -l < "$work/sdks.found")" -v labels="$(wc -l < "$work/sdks.labels")" 'BEGIN {
    printf "%d found, %d labelled, %d of both: precision %.1f %%, recall %.1f %%\n", found, labels, right, 100 * right / found, 100 * right / labels
    exit (right < 0.95 * found)
}'
