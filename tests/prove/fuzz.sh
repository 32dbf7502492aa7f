#!/usr/bin/env bash
# Feeds bytes from outside to what reads them: documents, real documents mutated, source, webhooks. Ten minutes each, or
# SECONDS_EACH; `TARGETS=mutated` for one of them.
# Needs `cargo install cargo-fuzz`; works on stable (-s none).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds="${SECONDS_EACH:-600}"

mkdir -p fuzz/corpus/document fuzz/corpus/mutated fuzz/corpus/source fuzz/corpus/webhook
cp tests/conformance/small.yaml fuzz/corpus/document/
for case in tests/ui/*/*.rs; do
    cp "$case" "fuzz/corpus/source/$(basename "$(dirname "$case")")-$(basename "$case")"
done
# Crates of several files as one text: a case in a folder, and one with a crate that it depends on.
for case in tests/ui/*/*/main.rs; do
    folder=$(dirname "$case")
    { cat "$case"; find "$folder" -name '*.rs' ! -name main.rs | while read -r file; do printf '\n//= %s\n' "${file#"$folder"/}"; cat "$file"; done; } \
        > "fuzz/corpus/source/$(basename "$(dirname "$folder")")-$(basename "$folder").rs"
done
printf 'fn call() { dep::send(dep::API); }\n//= dep/lib.rs\npub fn send(url: &str) { let _ = reqwest::blocking::get(url); }\n' > fuzz/corpus/source/dependency.rs
for target in ${TARGETS:-document mutated source webhook}; do
    echo "== $target, $seconds s"
    cargo fuzz run -s none "$target" -- -max_total_time="$seconds" -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1
done
