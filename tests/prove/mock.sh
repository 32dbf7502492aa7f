#!/usr/bin/env bash
# The mock under wrk, and Prism from the npm registry beside it: the same document, the same operations, one after the other.
# Before that, how long the mock takes to start: with all of Twilio's documents in release, with one in the debug profile.
# Needs wrk (apt-get install wrk), node and npm, and the corpus. SECONDS_EACH=10; PRISM=5.14.2.
set -euo pipefail
cd "$(dirname "$0")/../.."
corpus="${RINGFENCE_CORPUS:-../shared}/specs/json"
seconds="${SECONDS_EACH:-10}"
prism="${PRISM:-5.14.2}"
target="${CARGO_TARGET_DIR:-target}"
work="$target/prove-mock"
mkdir -p "$work"
npm install --silent --no-audit --no-fund --prefix "$work" "@stoplight/prism-cli@$prism"
cargo build --release -q -p cargo-ringfence
cargo test -q -p ringfence-mock --test documents --no-run
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# start SPEC: serves it; sets base, account, key, secret, pid and the milliseconds until it listened.
start() {
    : > "$work/out"
    local from=$(date +%s%N)
    "$target/release/cargo-ringfence" ringfence mock --spec "$1" --port 0 >> "$work/out" 2>&1 &
    pid=$!
    until grep -q TWILIO_AUTH_TOKEN "$work/out"; do sleep 0.002; done
    took=$((($(date +%s%N) - from) / 1000000))
    base=$(grep -o 'http://[0-9.:]*' "$work/out" | head -1)
    value() { sed -n "s/^$1=//p" "$work/out"; }
    account=$(value TWILIO_ACCOUNT_SID) key=$(value TWILIO_API_KEY) secret=$(value TWILIO_API_SECRET)
}

load() { wrk -t1 -c16 -d"${seconds}s" "$@" | grep -E 'requests in|Non-2xx|Requests/sec|Latency'; }

# spent PID: hundredths of a second of processor time.
spent() { awk '{print $14 + $15}' "/proc/$1/stat"; }

echo "== $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
for _ in 1 2 3 4 5; do
    start "$corpus"
    echo "== release, all $(find "$corpus" -name '*.json' | wc -l) documents: listening after $took ms"
    kill $pid
done
echo "== debug profile, one bundled document, in-process"
for _ in 1 2 3; do
    cargo test -q -p ringfence-mock --test documents all_bundled -- --nocapture | grep 'first mock of a process'
done

start "$corpus/twilio_api_v2010.json"
messages="/2010-04-01/Accounts/$account/Messages"
sid=$(curl -s -u "$key:$secret" "$base$messages.json" -d 'To=%2B15558675310' -d 'From=12345' -d Body=x | grep -o '"sid":"[^"]*"' | cut -d'"' -f4)
basic="Authorization: Basic $(printf '%s:%s' "$key" "$secret" | base64 -w0)"
cat > "$work/create.lua" <<LUA
wrk.method = "POST"
wrk.body = "To=%2B15558675310&From=12345&Body=x"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
LUA
both() {
    echo "== $1, FetchMessage"
    before=$(spent "$pid")
    load -H "$basic" "$base$messages/$sid.json"
    between=$(spent "$pid")
    echo "== $1, CreateMessage"
    load -H "$basic" -s "$work/create.lua" "$base$messages.json"
    echo "== $1: processor time $(((between - before) * 10)) ms, then $((($(spent "$pid") - between) * 10)) ms"
    grep -E 'VmRSS|VmHWM' "/proc/$pid/status"
}
both mock
kill $pid

"$work/node_modules/.bin/prism" mock -p 4010 "$corpus/twilio_api_v2010.json" > "$work/prism.out" 2>&1 &
pid=$!
until grep -q 'Prism is listening' "$work/prism.out"; do sleep 0.2; done
base=http://127.0.0.1:4010
both "Prism $prism"
