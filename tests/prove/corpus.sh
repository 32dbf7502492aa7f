#!/usr/bin/env bash
# Lints crates that nobody here wrote, in exact versions (corpus.tsv). Each must be answered with 0 or 1 (a finding), never with a crash or a hang
# (60 s). Findings are listed in corpus.txt beside them and counted by crate and lint.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=tests/prove/work
tests/prove/fetch.sh tests/prove/corpus.tsv "$work/corpus"
cargo build --release --quiet -p cargo-ringfence
command="${CARGO_TARGET_DIR:-target}/release/cargo-ringfence"
: > "$work/corpus.txt"
SECONDS=0
crates=0 lines=0 failed=0
while IFS=$'\t' read -r name version; do
    package="$name-$version"
    crates=$((crates + 1))
    lines=$((lines + $(find "$work/corpus/$package" -name '*.rs' -print0 | xargs -0 cat | wc -l)))
    status=0
    said=$(timeout 60 "$command" check --all-features -W missing_status_callback -W callback_without_retry --manifest-path "$work/corpus/$package/Cargo.toml" 2>&1) || status=$?
    case $status in
        0 | 1) printf '%s\n' "$said" | awk -f tests/prove/found.awk | sed "s#^#$package\t#" >> "$work/corpus.txt" ;;
        *) failed=$((failed + 1)); printf -- '-- %s ended with %s\n%s\n' "$package" "$status" "$(printf '%s' "$said" | tail -n 5)" ;;
    esac
done < <(grep -v '^#' tests/prove/corpus.tsv)
cut -f1,3 "$work/corpus.txt" | sort | uniq -c
echo "$crates crates, $lines lines in $SECONDS s: $(wc -l < "$work/corpus.txt") findings, $failed crashed, hung or could not be read"
[ "$failed" -eq 0 ]
