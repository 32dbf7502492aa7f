// Validates webhooks with twilio-node's own validator. Reads {token, url, form, signature} lines of JSON.
"use strict";
const twilio = require(process.argv[2]);
const lines = require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const { token, url, form, signature } = JSON.parse(line);
  const params = {};
  for (const [name, value] of form) {
    params[name] = name in params ? [].concat(params[name], value) : value;
  }
  const valid = twilio.validateRequest(token, signature, url, params);
  const forged = twilio.validateRequest(token, signature, `${url}x`, params);
  console.log(valid && !forged ? "valid" : "INVALID");
}
