#!/usr/bin/env bash
# Generates each of Twilio's documents, as it is, with progenitor, with openapi-generator and with Ringfence; checks what comes out, a crate for
# each document, dependencies built; prints what generating and `cargo check` cost in all and for each 100 operations, over the documents that a
# generator manages: those whose code compiles. `DOCUMENTS='twilio_verify_v2 twilio_lookups_v2'` for some of them, `RESUME=1` to
# measure only what the run before did not come to.
# Needs the corpus, Java 11 or later, pip and GNU time.
set -euo pipefail
cd "$(dirname "$0")/../.."
progenitor=0.15.1 openapi=7.26.0
corpus=$(realpath "${RINGFENCE_CORPUS:-../shared}/specs/json")
work="$PWD/tests/prove/work"; work="$work/peers"
repository=$PWD
cargo build --release --quiet -p cargo-ringfence
ringfence=$(realpath "${CARGO_TARGET_DIR:-target}/release/cargo-ringfence")
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$work/target}/peers"

mkdir -p "$work/driver/src"
cat > "$work/driver/Cargo.toml" <<TOML
[package]
name = "driver"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
openapiv3 = "=2.2.0"
prettyplease = "=0.2.37"
progenitor-impl = "=$progenitor"
serde_json = "1"
syn = { version = "2", features = ["full"] }
TOML
cat > "$work/driver/src/main.rs" <<'RUST'
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [from, to] = std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "driver FROM TO")?;
    let document: openapiv3::OpenAPI = serde_json::from_slice(&std::fs::read(from)?)?;
    let tokens = progenitor_impl::Generator::default().generate_tokens(&document)?;
    std::fs::write(to, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
RUST
cargo build --release --quiet --manifest-path "$work/driver/Cargo.toml"
jar="$work/openapi-generator-$openapi.jar"
if [ ! -f "$jar" ]; then
    pip download --quiet --no-deps --dest "$work" "openapi-generator-cli==$openapi"
    unzip -p "$work"/openapi_generator_cli-"$openapi"-*.whl openapi_generator_cli/openapi-generator.jar > "$jar"
fi

# Each writes a crate of this name into the folder, from the document.
generate_progenitor() {
    mkdir -p "$2/src"
    cat > "$2/Cargo.toml" <<TOML
[package]
name = "$3"
version = "0.0.0"
edition = "2021"
[dependencies]
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
futures-core = "0.3"
progenitor-client = "=$progenitor"
regress = "0.11"
reqwest = { version = "0.13", default-features = false, features = ["form", "json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde", "v4"] }
TOML
    cost "$CARGO_TARGET_DIR/release/driver" "$1" "$2/src/lib.rs"
}
generate_openapi() {
    cost java -jar "$jar" generate -g rust -i "$1" -o "$2" --additional-properties="packageName=$3"
}
generate_ringfence() {
    mkdir -p "$2/src"
    cat > "$2/Cargo.toml" <<TOML
[package]
name = "$3"
version = "0.0.0"
edition = "2024"
[dependencies]
ringfence = { path = "$repository/runtime" }
TOML
    printf 'pub mod twilio;\n' > "$2/src/lib.rs"
    cost "$ringfence" ringfence generate --spec "$1" --out "$2/src/twilio"
}

# Runs a command; CPU seconds and kilobytes at most are in $work/cost.
cost() { /usr/bin/time --quiet -o "$work/cost" -f '%U %S %M' "$@" > "$work/said.txt" 2>&1; }
spent() { awk '{ printf "%.2f\t%d", $1 + $2, $3 / 1024 }' "$work/cost"; }

rm -rf "$work/crates"
[ -n "${RESUME:-}" ] || : > "$work/costs.tsv"
for path in "$corpus"/*.json; do
    document=$(basename "$path" .json)
    [[ " ${DOCUMENTS:-$document} " == *" $document "* ]] || continue
    grep -q "^[a-z]*	$document	" "$work/costs.tsv" && continue
    operations=$(grep -oE '"operationId": ?"' "$path" | wc -l) || true
    for generator in ${GENERATORS:-progenitor openapi ringfence}; do
        crate="$generator-$document" folder="$work/crates/$generator-$document"
        generated=- checked=- outcome=generates-not
        if "generate_$generator" "$path" "$folder" "$crate"; then
            generated=$(spent) outcome=compiles-not
            printf '[workspace]\n' >> "$folder/Cargo.toml"
            # One lock file: the same dependencies for all.
            [ -f "$work/$generator.lock" ] && cp "$work/$generator.lock" "$folder/Cargo.lock"
            if cargo check --quiet --manifest-path "$folder/Cargo.toml" > "$work/said.txt" 2>&1; then
                cp "$folder/Cargo.lock" "$work/$generator.lock"
                touch "$folder/src/lib.rs"
                cost cargo check --quiet --offline --manifest-path "$folder/Cargo.toml"
                checked=$(spent) outcome=manages
            fi
        fi
        printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$generator" "$document" "$operations" "$outcome" "$generated" "$checked" | tee -a "$work/costs.tsv"
    done
done
# The documents that a peer manages: its cost and ours. Columns: generator, document, operations, outcome, CPU and MB of generating, of checking.
for peer in progenitor openapi; do
    awk -F'\t' -v peer="$peer" '
        NR == FNR { if ($1 == peer && $4 == "manages") managed[$2] = 1; next }
        $1 == peer && $4 != "generates-not" { generates++ }
        managed[$2] && ($1 == peer || $1 == "ringfence") {
            documents[$1]++; operations[$1] += $3; generate[$1] += $5; check[$1] += $7
            if ($6 > memory[$1]) memory[$1] = $6
            if ($8 > most[$1]) most[$1] = $8
        }
        END {
            if (!documents[peer]) exit
            printf "%s generates %d documents and manages %d\n", peer, generates, documents[peer]
            for (name in documents)
                printf "  %-10s %3d documents, %4d operations: generating %.1f s and at most %d MB, checking %.1f s and at most %d MB; for 100 operations %.2f s and %.2f s\n",
                    name, documents[name], operations[name], generate[name], memory[name], check[name], most[name], 100 * generate[name] / operations[name], 100 * check[name] / operations[name]
        }' "$work/costs.tsv" "$work/costs.tsv"
done
