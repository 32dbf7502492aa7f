"""Validates webhooks with twilio-python's own validator. Reads {token, url, signature} lines of JSON, with a form or a body."""
import json
import sys

from twilio.request_validator import RequestValidator

for line in sys.stdin:
    one = json.loads(line)
    validator = RequestValidator(one["token"])
    if "body" in one:
        valid = validator.validate(one["url"], one["body"], one["signature"])
        forged = validator.validate(one["url"], one["body"] + " ", one["signature"])
        print("valid body" if valid and not forged else "INVALID")
        continue
    form = {}
    for name, value in one["form"]:
        form.setdefault(name, []).append(value)
    params = {name: values if len(values) > 1 else values[0] for name, values in form.items()}
    valid = validator.validate(one["url"], params, one["signature"])
    forged = validator.validate(one["url"] + "x", params, one["signature"])
    print("valid" if valid and not forged else "INVALID")
