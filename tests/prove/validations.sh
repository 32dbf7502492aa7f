#!/usr/bin/env bash
# Validations of a signature per second, of Ringfence, twilio-python and twilio-node in one run: a form of twenty fields and 600 bytes, one core each.
# Needs python3 with pip and node with npm; installs into a folder of its own (WORK, default: a new one).
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${WORK:-$(mktemp -d)}"
mkdir -p "$work"
python="twilio==9.13.0" node="twilio@6.2.0"
pip3 install --quiet --disable-pip-version-check --target "$work/python" "$python"
npm install --silent --no-audit --no-fund --prefix "$work/node" "$node"

cat > "$work/validations.py" <<'PYTHON'
import time
from twilio.request_validator import RequestValidator
validator = RequestValidator("benchmark")
url = "https://example.com/message-status"
fields = {f"Field{index:02}": "value of a field x" for index in range(20)}
signature = validator.compute_signature(url, fields)
rounds, started = 20000, time.process_time()
for _ in range(rounds):
    assert validator.validate(url, fields, signature)
print(f"| twilio-python, CPU | {rounds / (time.process_time() - started):.0f} |")
PYTHON
cat > "$work/validations.js" <<'NODE'
const { validateRequest, getExpectedTwilioSignature } = require(process.argv[2] + "/node_modules/twilio");
const url = "https://example.com/message-status";
const fields = {};
for (let index = 0; index < 20; index++) fields["Field" + String(index).padStart(2, "0")] = "value of a field x";
const signature = getExpectedTwilioSignature("benchmark", url, fields);
const rounds = 20000;
const round = () => { for (let index = 0; index < rounds; index++) if (!validateRequest("benchmark", signature, url, fields)) throw new Error("judged invalid"); };
round(); // what is compiled while it runs is compiled now
const before = process.cpuUsage();
round();
const used = process.cpuUsage(before);
console.log(`| twilio-node, CPU | ${Math.round(rounds / ((used.user + used.system) / 1e6))} |`);
NODE

echo "| validations per second and core, valid signatures | |"
echo "|---|---|"
cargo bench --quiet -p ringfence-benches --bench budgets -- signature | grep '^| valid'
PYTHONPATH="$work/python" python3 "$work/validations.py"
node "$work/validations.js" "$work/node"
