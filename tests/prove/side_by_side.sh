#!/usr/bin/env bash
# The lints beside equivalent rules for ast-grep and semgrep (rules/), on the lints' own cases: for each lint what each of the three catches, misses
# and reports falsely. DETAILS=1 names the places. Needs node with npm and python3 with venv; installs into a folder that git ignores.
set -euo pipefail
cd "$(dirname "$0")/../.."
ast_grep="@ast-grep/cli@0.51.1" semgrep="semgrep==1.182.0"
target="${CARGO_TARGET_DIR:-target}"
work="$target/side_by_side"
tools="$work/tools"
[ -x "$tools/node_modules/.bin/ast-grep" ] || npm install --silent --no-audit --no-fund --prefix "$tools" "$ast_grep"
if [ ! -x "$tools/python/bin/semgrep" ]; then
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet --disable-pip-version-check "$semgrep"
fi
cargo build --release --quiet -p cargo-ringfence
cargo build --quiet -p ringfence-tests --bin side_by_side
rm -rf "$work/cases"
"$target/debug/side_by_side" render "$work/cases"
rules="$PWD/tests/prove/rules"

# Each ends with 1 where it finds something; whatever else is wrong is told by its empty column.
"$target/release/cargo-ringfence" check --format json --manifest-path "$work/cases/Cargo.toml" > "$work/ringfence.json" 2> "$work/ringfence.err" || true
"$tools/node_modules/.bin/ast-grep" scan --config "$rules/ast-grep/sgconfig.yml" --json=stream "$work/cases/src" > "$work/ast-grep.json" 2> "$work/ast-grep.err" || true
"$tools/python/bin/semgrep" scan --metrics=off --disable-version-check --no-git-ignore --json --config "$rules/semgrep" "$work/cases/src" \
    > "$work/semgrep.json" 2> "$work/semgrep.err" || true
"$target/debug/side_by_side" compare "ringfence=$work/ringfence.json" "ast-grep=$work/ast-grep.json" "semgrep=$work/semgrep.json"
