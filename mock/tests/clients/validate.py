"""Validates webhooks with twilio-python's own validator. Reads {token, url, form, signature} lines of JSON."""
import json
import sys

from twilio.request_validator import RequestValidator

for line in sys.stdin:
    one = json.loads(line)
    form = {}
    for name, value in one["form"]:
        form.setdefault(name, []).append(value)
    params = {name: values if len(values) > 1 else values[0] for name, values in form.items()}
    valid = RequestValidator(one["token"]).validate(one["url"], params, one["signature"])
    forged = RequestValidator(one["token"]).validate(one["url"] + "x", params, one["signature"])
    print("valid" if valid and not forged else "INVALID")
