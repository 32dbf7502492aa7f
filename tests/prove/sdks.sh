#!/usr/bin/env bash
# Lints clients of other services whose hosts (sdks.tsv) and paths (sdks.paths.tsv) are swapped for Twilio's, and compares what is found with what was labelled by
# hand (sdks.labels.tsv: crate, path:line, lint), lint by lint. Precision must be at least 95 %; recall is stated.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=tests/prove/work
rm -rf "$work/sdks"
tests/prove/fetch.sh tests/prove/sdks.tsv "$work/sdks"
cargo build --release --quiet -p cargo-ringfence
command="${CARGO_TARGET_DIR:-target}/release/cargo-ringfence"
while IFS=$'\t' read -r name at from to; do
    file=$(echo "$work/sdks/$name"-[0-9]*/"${at%:*}") line="${at##*:}"
    # Text, not patterns, so that the table can be read.
    IN="$from" OUT="$to" awk -v line="$line" 'NR == line {
        at = index($0, ENVIRON["IN"]); rest = substr($0, at + length(ENVIRON["IN"]))
        if (!at || index(rest, ENVIRON["IN"])) exit 1
        $0 = substr($0, 1, at - 1) ENVIRON["OUT"] rest
    } { print } END { if (NR < line) exit 1 }' "$file" > "$work/swapped" || { echo "-- $name: $at does not have this once: $from"; exit 1; }
    cp "$work/swapped" "$file"
done < <(grep -v '^#' tests/prove/sdks.paths.tsv)
: > "$work/sdks.found"
while IFS=$'\t' read -r name version features hosts; do
    package="$work/sdks/$name-$version"
    [ "$hosts" = - ] || find "$package/src" -name '*.rs' -print0 | xargs -0 sed -E -i "s#https://($hosts)#https://api.twilio.com#g"
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
awk -F'\t' 'FNR == 1 { part++ } { count[part, $3]++; count[part, "all"]++; lints[$3] } END {
    for (lint in lints) print told(lint) | "sort"
    close("sort"); print told("all")
    exit (count[3, "all"] < 0.95 * count[1, "all"])
} function told(lint) {
    return sprintf("%-30s %4d found, %4d labelled, %4d of both: precision %s, recall %s", lint, count[1, lint], count[2, lint], count[3, lint],
        share(count[3, lint], count[1, lint]), share(count[3, lint], count[2, lint]))
} function share(part, whole) { return whole ? sprintf("%.1f %%", 100 * part / whole) : "-" }' "$work/sdks.found" "$work/sdks.labels" "$work/sdks.right"
