// twilio-node against the mock: every request goes through a custom HTTP client, as its documentation describes.
//
// Usage: node client.js LIBRARY MOCK ACCOUNT KEY SECRET RECEIVER CLIENT_ID CLIENT_SECRET ORGANIZATION. Prints one line per step; a step that fails ends it.
"use strict";
const assert = require("node:assert/strict");
const [library, mock, account, key, secret, receiver, clientId, clientSecret, organization] = process.argv.slice(2);
const twilio = require(library);

/** Puts the product's host before the path, where the mock reads it. */
class ToMock extends twilio.RequestClient {
  request(options) {
    const uri = options.uri.startsWith(mock) ? options.uri : options.uri.replace("https://", mock + "/");
    return super.request({ ...options, uri });
  }
}

/** Gets bearer tokens from the mock; the builders of credential providers take it. */
class TokensOfMock {
  constructor(password) {
    this.params = { grantType: "client_credentials", clientId, clientSecret: password };
  }

  getParams() {
    return this.params;
  }

  async fetchToken() {
    const open = new twilio.Twilio(undefined, undefined, { httpClient: new ToMock() });
    open.setCredentialProvider(new twilio.NoAuthCredentialProvider());
    return (await open.oauth.v2.token.create(this.params)).accessToken;
  }
}

/** A client whose credentials are of a provider that a builder makes. */
function withToken(Builder, password) {
  const builder = new Builder().setClientId(clientId).setClientSecret(password);
  const made = new twilio.Twilio(undefined, undefined, { httpClient: new ToMock() });
  made.setCredentialProvider(builder.setTokenManager(new TokensOfMock(password)).build());
  made.setAccountSid(account);
  return made;
}

const client = twilio(key, secret, { accountSid: account, httpClient: new ToMock() });

const refused = (status, code, call) =>
  assert.rejects(call, (problem) => {
    assert.deepEqual([problem.status, problem.code], [status, code], problem.message);
    return true;
  });

/** Five things, listed in pages of two, come under the names under which they were made. */
async function paged(resource, make, filters = {}) {
  const names = [0, 1, 2, 3, 4].map((number) => `thing ${number}`);
  for (const name of names) {
    await make(name);
  }
  const found = await resource.list({ pageSize: 2, ...filters });
  assert.deepEqual(found.map((one) => one.uniqueName || one.friendlyName).sort(), names);
  const sizes = [];
  for (let page = await resource.page({ pageSize: 2, ...filters }); page; page = await page.nextPage()) {
    sizes.push(page.instances.length);
  }
  assert.deepEqual(sizes, [2, 2, 1]);
}

const steps = {
  async messages() {
    const to = "+15558675310";
    const from = "+15017122661";
    const made = await client.messages.create({ to, from, body: "Ahoy: é & =", statusCallback: receiver });
    assert.ok(made.sid.startsWith("SM"));
    assert.equal(made.body, "Ahoy: é & =");
    assert.ok(made.dateCreated instanceof Date);
    assert.equal((await client.messages(made.sid).fetch()).to, to);
    for (let number = 0; number < 5; number += 1) {
      await client.messages.create({ to: "+15558675311", from, body: String(number) });
    }
    const found = await client.messages.list({ to: "+15558675311", pageSize: 2 });
    assert.deepEqual(found.map((one) => one.body), ["4", "3", "2", "1", "0"]);
    const first = await client.messages.page({ to: "+15558675311", pageSize: 2 });
    await client.messages.create({ to: "+15558675311", from, body: "between" });
    const rest = await first.nextPage();
    assert.deepEqual(rest.instances.map((one) => one.body), ["2", "1"]);
    assert.equal((await client.messages(made.sid).update({ body: "" })).body, "");
    assert.equal((await client.messages(made.sid).fetch()).body, "");
    assert.equal(await client.messages(made.sid).remove(), true);
    await refused(404, 20404, () => client.messages(made.sid).fetch());
    await refused(400, 21211, () => client.messages.create({ to: "five", from, body: "x" }));
  },

  async calls() {
    const made = await client.calls.create({
      to: "+15558675310",
      from: "+15017122661",
      url: "https://example.com/twiml",
      statusCallback: receiver,
      statusCallbackEvent: ["initiated", "completed"],
    });
    assert.ok(made.sid.startsWith("CA"));
    assert.equal((await client.calls(made.sid).fetch()).to, "+15558675310");
    assert.deepEqual((await client.calls.list({ limit: 1 })).map((one) => one.sid), [made.sid]);
    await client.calls(made.sid).update({ twiml: "<Response><Hangup/></Response>" });
    // One call is placed in a second: those after it wait, so that each can be canceled.
    const to = "+15558675312";
    const call = async () => (await client.calls.create({ to, from: "+15017122661", url: "https://example.com/twiml" })).sid;
    const waiting = [];
    for (let number = 0; number < 5; number += 1) {
      waiting.unshift(await call());
    }
    assert.deepEqual((await client.calls.list({ to, pageSize: 2 })).map((one) => one.sid), waiting);
    const first = await client.calls.page({ to, pageSize: 2 });
    const between = await call();
    assert.deepEqual((await first.nextPage()).instances.map((one) => one.sid), waiting.slice(2, 4));
    for (const sid of [...waiting, between]) {
      assert.equal((await client.calls(sid).update({ status: "canceled" })).status, "canceled");
      assert.equal((await client.calls(sid).fetch()).status, "canceled");
    }
    assert.equal((await client.calls.list({ status: "canceled", pageSize: 2 })).length, 6);
    assert.equal(await client.calls(made.sid).remove(), true);
    await refused(404, 20404, () => client.calls(made.sid).fetch());
  },

  async verifications() {
    const service = await client.verify.v2.services.create({ friendlyName: "Shop" });
    const to = "+15558675310";
    const verifications = client.verify.v2.services(service.sid).verifications;
    const sent = await verifications.create({ to, channel: "sms" });
    assert.equal(sent.status, "pending");
    assert.equal((await verifications(sent.sid).fetch()).to, to);
    const checks = client.verify.v2.services(service.sid).verificationChecks;
    assert.ok(["pending", "approved"].includes((await checks.create({ to, code: "000" })).status));
    const again = await verifications.create({ to: "+15558675313", channel: "sms" });
    assert.equal((await verifications(again.sid).update({ status: "canceled" })).status, "canceled");
    assert.equal((await verifications(again.sid).fetch()).status, "canceled");
    const changed = await client.verify.v2.services(service.sid).update({ friendlyName: "Other" });
    assert.equal(changed.friendlyName, "Other");
    assert.equal((await client.verify.v2.services(service.sid).fetch()).friendlyName, "Other");
    assert.equal(await client.verify.v2.services(service.sid).remove(), true);
    await paged(client.verify.v2.services, (friendlyName) => client.verify.v2.services.create({ friendlyName }));
  },

  async conversations() {
    const conversations = client.conversations.v1.conversations;
    const made = await conversations.create({ friendlyName: "Talk", xTwilioWebhookEnabled: "true" });
    await conversations(made.sid).messages.create({ author: "me", body: "hello", xTwilioWebhookEnabled: "true" });
    assert.deepEqual((await conversations(made.sid).messages.list()).map((one) => one.body), ["hello"]);
    const changed = await conversations(made.sid).update({ friendlyName: "Talk 2", xTwilioWebhookEnabled: "false" });
    assert.equal(changed.friendlyName, "Talk 2");
    assert.equal((await conversations(made.sid).fetch()).friendlyName, "Talk 2");
    assert.equal(await conversations(made.sid).remove({ xTwilioWebhookEnabled: "true" }), true);
    await refused(404, 20404, () => conversations(made.sid).fetch());
    await paged(conversations, (uniqueName) => conversations.create({ uniqueName, xTwilioWebhookEnabled: "false" }));
  },

  async documents() {
    const service = await client.sync.v1.services.create({ friendlyName: "State" });
    const documents = client.sync.v1.services(service.sid).documents;
    const made = await documents.create({ uniqueName: "one", data: { count: 1 } });
    assert.deepEqual([made.data, made.revision], [{ count: 1 }, "0"]);
    const document = documents("one");
    const changed = await document.update({ data: { count: 2 }, ifMatch: made.revision });
    assert.deepEqual([changed.data, changed.revision], [{ count: 2 }, "1"]);
    await refused(412, 20412, () => document.update({ data: { count: 3 }, ifMatch: made.revision }));
    assert.deepEqual((await document.fetch()).data, { count: 2 });
    assert.equal(await document.remove(), true);
    await paged(documents, (uniqueName) => documents.create({ uniqueName, data: { uniqueName } }));
  },

  async rooms() {
    const made = await client.video.v1.rooms.create({ uniqueName: "daily-node", type: "group" });
    assert.equal(made.status, "in-progress");
    assert.equal((await client.video.v1.rooms("daily-node").fetch()).sid, made.sid);
    assert.equal((await client.video.v1.rooms(made.sid).update({ status: "completed" })).status, "completed");
    assert.equal((await client.video.v1.rooms(made.sid).fetch()).status, "completed");
    const rooms = client.video.v1.rooms;
    await paged(rooms, (uniqueName) => rooms.create({ uniqueName }), { status: "in-progress" });
  },

  async tokens() {
    for (const Builder of [twilio.ClientCredentialProviderBuilder, twilio.OrgsCredentialProviderBuilder]) {
      const own = withToken(Builder, clientSecret);
      const made = await own.messages.create({ to: "+15558675310", from: "+15017122661", body: "with a token" });
      assert.equal((await own.messages(made.sid).fetch()).body, "with a token");
      await refused(401, 20003, () => own.api.v2010.accounts(account).fetch());
      if (organization) {
        const accounts = await own.previewIam.organization(organization).accounts.list();
        assert.deepEqual(accounts.map((one) => one.accountSid), [account]);
      }
      await assert.rejects(() => withToken(Builder, "wrong").messages.list({ limit: 1 }), /token|401/);
    }
  },
};

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    await step();
    console.log("done", name);
  }
})().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
