#!/usr/bin/env bash
# Feeds bytes from outside to what reads them: documents, source, webhooks. Ten minutes each, or SECONDS_EACH.
# Needs `cargo install cargo-fuzz`; works on stable (-s none).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds="${SECONDS_EACH:-600}"

mkdir -p fuzz/corpus/document fuzz/corpus/source fuzz/corpus/webhook
cp tests/conformance/small.yaml fuzz/corpus/document/
for case in tests/ui/*/*.rs; do
    cp "$case" "fuzz/corpus/source/$(basename "$(dirname "$case")")-$(basename "$case")"
done
for target in document source webhook; do
    echo "== $target, $seconds s"
    cargo fuzz run -s none "$target" -- -max_total_time="$seconds" -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1
done
