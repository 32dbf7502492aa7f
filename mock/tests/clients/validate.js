// Validates webhooks with twilio-node's own validator. Reads {token, url, signature} lines of JSON, with a form or a body.
"use strict";
const twilio = require(process.argv[2]);
const lines = require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const { token, url, form, body, signature } = JSON.parse(line);
  if (body !== undefined) {
    const valid = twilio.validateRequestWithBody(token, signature, url, body);
    const forged = twilio.validateRequestWithBody(token, signature, url, `${body} `);
    console.log(valid && !forged ? "valid body" : "INVALID");
    continue;
  }
  const params = {};
  for (const [name, value] of form) {
    params[name] = name in params ? [].concat(params[name], value) : value;
  }
  const valid = twilio.validateRequest(token, signature, url, params);
  const forged = twilio.validateRequest(token, signature, `${url}x`, params);
  console.log(valid && !forged ? "valid" : "INVALID");
}
