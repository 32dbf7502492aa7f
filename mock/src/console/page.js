// The page of a mock: asks once a second for what is new. All text goes in as text, never as markup.
"use strict";

const root = "/_ringfence";
const rows = 500;
const last = { requests: 0, callbacks: 0 };
const shown = {};
let view = "requests";

const at = (id) => document.getElementById(id);

function complain(text) {
  at("problem").textContent = text;
}

async function ask(path, method = "GET", body = undefined) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(`${root}/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) {
    const problems = (told.problems ?? []).map((one) => `${one.place}: ${one.problem}`);
    throw new Error([told.message, ...problems].join("\n"));
  }
  return told;
}

function cell(row, content) {
  const made = row.insertCell();
  if (content instanceof Node) made.append(content);
  else made.textContent = content ?? "";
}

function row(body, thing, cells, bad) {
  const made = body.insertRow(0);
  made.classList.toggle("bad", bad);
  made.tabIndex = 0;
  cells.forEach((content) => cell(made, content));
  const open = () => {
    at("detail").hidden = false;
    at("detail").querySelector("pre").textContent = JSON.stringify(thing, null, 2);
  };
  made.addEventListener("click", open);
  made.addEventListener("keydown", (event) => event.key === "Enter" && open());
  while (body.rows.length > rows) body.deleteRow(-1);
}

const cells = {
  requests: (one) => [
    one.number, one.method, one.path, one.operation, one.status || "reset", one.code, one.faults.join(", "),
    (one.took_us / 1000).toFixed(1),
  ],
  callbacks: (one) => [
    one.number, one.about, one.event, one.url, one.attempts.length,
    one.outcome.answered ?? one.outcome.failed ?? one.outcome.refused,
  ],
};
const bad = {
  requests: (one) => one.status < 200 || one.status >= 400,
  callbacks: (one) => !(one.outcome.answered >= 200 && one.outcome.answered < 400),
};

async function roll(name) {
  const told = await ask(`${name}?after=${last[name]}&limit=${rows}`);
  const body = at(name).querySelector("tbody");
  for (const one of told[name]) {
    last[name] = one.number;
    row(body, one, cells[name](one), bad[name](one));
  }
}

function status(told) {
  at("account").textContent = told.account_sid;
  at("clock").textContent = `${told.clock.now} (${told.clock.driven ? "driven" : "real"} clock)`;
  at("advance").hidden = !told.clock.driven;
}

// What has not changed is left alone, so that nothing moves under a click.
function isNew(id, told) {
  const text = JSON.stringify(told);
  if (shown[id] === text) return false;
  shown[id] = text;
  return true;
}

function state(told) {
  if (!isNew("state", [told.codes, told.collections])) return;
  const parts = told.collections.map((collection) => {
    const part = document.createElement("section");
    const title = document.createElement("h2");
    title.textContent = `${collection.path} (${collection.number})`;
    const table = document.createElement("table");
    const body = table.createTBody();
    for (const thing of collection.things) {
      row(body, thing, [thing.sid ?? thing.call_sid ?? thing.id, thing.status, thing.friendly_name ?? thing.to], false);
    }
    part.append(title, table);
    return part;
  });
  const codes = Object.entries(told.codes).map(([sid, code]) => {
    const line = document.createElement("p");
    line.textContent = `${sid} waits for the code ${code}`;
    return line;
  });
  at("state").replaceChildren(...codes, ...parts);
}

function faults(told) {
  if (!isNew("faults", told)) return;
  const body = at("faults").querySelector("tbody");
  body.replaceChildren();
  for (const rule of told.faults) {
    const { name, enabled, matched, met, ...rest } = rule;
    const made = body.insertRow();
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = enabled;
    box.ariaLabel = `Switch ${name}`;
    const path = `faults/${encodeURIComponent(name)}`;
    box.addEventListener("change", () => act(async () => faults(await ask(path, "PUT", { enabled: box.checked }))));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "Remove";
    remove.addEventListener("click", () => act(async () => faults(await ask(path, "DELETE"))));
    [box, name, JSON.stringify(rest), matched, met, remove].forEach((content) => cell(made, content));
  }
}

async function act(deed) {
  try {
    await deed();
    complain("");
  } catch (problem) {
    complain(problem.message);
  }
}

async function refresh() {
  await roll("requests");
  await roll("callbacks");
  const told = await ask("state?limit=50");
  status(told);
  if (view === "state") state(told);
  if (view === "faults") faults(await ask("faults"));
}

function show(name) {
  view = name;
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== name;
  for (const button of document.querySelectorAll("nav button")) {
    button.ariaPressed = String(button.dataset.view === name);
  }
  act(refresh);
}

function rule() {
  const deed = at("do").value;
  const made = { do: deed, share: Number(at("share").value) };
  if (deed === "status" || deed === "html") made.status = Number(at("status").value);
  if (deed.startsWith("slow")) made.ms = Number(at("ms").value);
  if (deed === "clock_skew") made.seconds = Number(at("ahead").value);
  if (at("on").value) made.on = at("on").value;
  if (at("count").value) made.count = Number(at("count").value);
  return made;
}

for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => show(button.dataset.view));
}
at("close").addEventListener("click", () => { at("detail").hidden = true; });
at("fault").addEventListener("submit", (event) => {
  event.preventDefault();
  act(async () => {
    await ask("faults", "POST", rule());
    faults(await ask("faults"));
  });
});
at("advance").addEventListener("submit", (event) => {
  event.preventDefault();
  act(async () => {
    await ask("clock", "POST", { advance_ms: Math.round(Number(at("seconds").value) * 1000) });
    await refresh();
  });
});

async function live() {
  if (!document.hidden) await act(refresh);
  setTimeout(live, 1000);
}
live();
