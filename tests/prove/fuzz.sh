#!/usr/bin/env bash
# Feeds bytes from outside to what reads them: documents, real documents mutated, source, signatures, signed events, Twilio's answers, requests on the
# mock's port. Ten minutes each, or SECONDS_EACH; `TARGETS=mutated` for one of them.
# Needs `cargo install cargo-fuzz`; works on stable (-s none).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds="${SECONDS_EACH:-600}"

mkdir -p fuzz/corpus/document fuzz/corpus/mutated fuzz/corpus/source fuzz/corpus/webhook fuzz/corpus/request fuzz/corpus/event fuzz/corpus/answer
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
# `@` becomes the account, and the credentials are put behind the first line.
body='To=%2B15558675310&From=12345&Body=x&MediaUrl=a&MediaUrl=b'
printf 'POST /2010-04-01/Accounts/@/Messages.json HTTP/1.1\r\nHost: api.twilio.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body" > fuzz/corpus/request/form
printf 'GET /api.twilio.com/2010-04-01/Accounts/@/Messages.json?PageSize=2&DateSent%%3E=2023-01-01 HTTP/1.1\r\nHost: x\r\n\r\nGET /_ringfence/requests HTTP/1.1\r\nHost: localhost\r\n\r\n' > fuzz/corpus/request/list
printf 'POST /sync.twilio.com/v1/Services HTTP/1.1\r\nHost: x\r\nIf-Match: "1"\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n8\r\nUniqueNa\r\n4\r\nme=x\r\n0\r\n\r\n' > fuzz/corpus/request/chunked
printf 'MessageSid=SM%032d&MessageStatus=delivered&From=%%2B15558675310&To=12345&Body=x&NumMedia=2&MediaUrl0=https://a&ErrorCode=30003' 1 > fuzz/corpus/event/message
printf 'CallSid=CA%032d&CallStatus=completed&CallDuration=3&SequenceNumber=1&RecordingSid=RE%032d&RecordingStatus=completed&ConferenceSid=CF%032d&StatusCallbackEvent=participant-join' 1 1 1 > fuzz/corpus/event/call
printf 'Sid=NO%032d&AccountSid=AC%032d&Level=ERROR&Payload=%%7B%%22error_code%%22:%%2211200%%22,%%22resource_sid%%22:null%%7D' 1 1 > fuzz/corpus/event/debugger
for target in ${TARGETS:-document mutated source webhook event answer request}; do
    echo "== $target, $seconds s"
    cargo fuzz run -s none "$target" -- -max_total_time="$seconds" -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1
done
