#!/usr/bin/env bash
# Compiles a sample of the programs that tests/mutation.rs plants violations in: they must be Rust that somebody could have written.
# The violations themselves are no errors of rustc's.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="$PWD/tests/prove/work"; work="$work/mutations"
rm -rf "$work/src"
mkdir -p "$work/src"
RINGFENCE_MUTATIONS="$work" cargo test --quiet -p ringfence-tests --test mutation >/dev/null 2>&1 || true
cp tests/prove/mutations.toml "$work/Cargo.toml"
corpus="${RINGFENCE_CORPUS:-$PWD/../shared}"
cat > "$work/build.rs" <<RUST
fn main() {
    let document = |name: &str| format!("$corpus/specs/yaml/twilio_{name}.yaml");
    ringfence_codegen::Config::new().document_file(document("api_v2010")).document_file(document("conversations_v1")).generate_or_exit();
}
RUST
echo "$(find "$work/src" -name main.rs | wc -l) programs"
cd "$work"
TWILIO_API_KEY_SECRET=none cargo check --bins --keep-going --quiet 2>"$work/errors.txt" || true
grep -o 'could not compile `[^`]*` (bin "[^"]*")' "$work/errors.txt" | sort -u | tee "$work/failed.txt"
[ ! -s "$work/failed.txt" ]
