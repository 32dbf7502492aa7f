// The page of a mock: asks once a second for what is new. All text goes in as text, never as markup.
"use strict";

const root = "/_ringfence";
const rows = 500;
const last = { requests: 0, callbacks: 0 };
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

function fill(row, cells) {
  while (row.cells.length < cells.length) row.insertCell();
  cells.forEach((content, index) => {
    const text = String(content ?? "");
    if (row.cells[index].textContent !== text) row.cells[index].textContent = text;
  });
}

// A row shows the thing it holds when it is opened, not the one it was made with.
function row(thing) {
  const made = document.createElement("tr");
  made.thing = thing;
  made.tabIndex = 0;
  const open = () => {
    at("detail").hidden = false;
    at("detail").querySelector("pre").textContent = JSON.stringify(made.thing, null, 2);
  };
  made.addEventListener("click", open);
  made.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return made;
}

// What is shown again keeps its element, so that nothing goes away under a click or loses the focus.
function keep(parent, things, key, make, change) {
  const there = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const nodes = things.map((thing) => {
    const node = there.get(key(thing)) ?? make(thing);
    node.dataset.key = key(thing);
    there.delete(key(thing));
    change(node, thing);
    return node;
  });
  for (const gone of there.values()) gone.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
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
    const made = row(one);
    made.classList.toggle("bad", bad[name](one));
    fill(made, cells[name](one));
    body.prepend(made);
    while (body.rows.length > rows) body.deleteRow(-1);
  }
}

function status(told) {
  at("account").textContent = told.account_sid;
  at("clock").textContent = `${told.clock.now} (${told.clock.driven ? "driven" : "real"} clock)`;
  at("advance").hidden = !told.clock.driven;
}

function collection() {
  const made = document.createElement("section");
  const table = document.createElement("table");
  table.createTBody();
  made.append(document.createElement("h2"), table);
  return made;
}

function state(told) {
  const codes = Object.entries(told.codes);
  keep(at("codes"), codes, ([sid]) => sid, () => document.createElement("p"), (line, [sid, code]) => {
    line.textContent = `${sid} waits for the code ${code}`;
  });
  keep(at("collections"), told.collections, (one) => one.path, collection, (part, one) => {
    part.querySelector("h2").textContent = `${one.path} (${one.number})`;
    const things = [...one.things].reverse();
    const name = (thing) => thing.sid ?? thing.call_sid ?? thing.id ?? JSON.stringify(thing);
    keep(part.querySelector("tbody"), things, name, row, (made, thing) => {
      made.thing = thing;
      fill(made, [thing.sid ?? thing.call_sid ?? thing.id, thing.status, thing.friendly_name ?? thing.to]);
    });
  });
}

function fault(rule) {
  const made = document.createElement("tr");
  for (let index = 0; index < 6; index += 1) made.insertCell();
  const path = `faults/${encodeURIComponent(rule.name)}`;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.ariaLabel = `Switch ${rule.name}`;
  box.addEventListener("change", () => {
    const enabled = box.checked;
    act(async () => faults(await ask(path, "PUT", { enabled })));
  });
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "Remove";
  remove.addEventListener("click", () => act(async () => faults(await ask(path, "DELETE"))));
  made.cells[0].append(box);
  made.cells[5].append(remove);
  return made;
}

function faults(told) {
  keep(at("faults").querySelector("tbody"), told.faults, (rule) => rule.name, fault, (made, rule) => {
    const { name, enabled, matched, met, ...rest } = rule;
    made.querySelector("input").checked = enabled;
    [name, JSON.stringify(rest), matched, met].forEach((content, index) => {
      made.cells[index + 1].textContent = content;
    });
  });
}

let queue = Promise.resolve();

// One deed after the other: what was asked before a click never shows after the click's own answer.
function act(deed) {
  queue = queue.then(() => done(deed));
  return queue;
}

async function done(deed) {
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
