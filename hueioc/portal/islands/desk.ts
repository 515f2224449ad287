// The triage desk: forms and links of the page, given by one key and without loading the page anew.
import { piece, post, words, type Answer } from "./desk/ask";
import { listen } from "./desk/keys";
import { apply, clearPicks, current, currentCode, insert, makeCurrent, neighbour, pick, picks, rowOf, rows, showPicks, showTabs } from "./desk/list";
import { follow } from "./desk/live";
import { article, can, form, forget, notice, open, prefetch, shownCode, template } from "./desk/pane";
import { choose, close, show, type Option } from "./desk/picker";
import { calm, complain, say } from "./desk/toast";

const desk = document.getElementById("desk") as HTMLElement;
const here = desk.dataset.here ?? "";
const acts = desk.dataset.acts === "yes";
const ACT = `/desk/act/?${here}`;
const PIECE = 10;
const own = new Set<string>();
const fresh = new Set<string>();
let since = desk.dataset.now ?? "";
let shown: { code: string; version: number } = { code: "", version: 0 };
let busy = false;

desk.classList.add("scripted");

async function go(row: HTMLLIElement | undefined, withFocus = true): Promise<void> {
  if (!row) return location.assign(`/desk/?${here}`);
  makeCurrent(row, withFocus);
  await open(row.dataset.code ?? "").catch(() => complain(words("failed")));
  prefetch(neighbour(1)?.dataset.code);
}

async function settle(answer: Answer, focus = true): Promise<void> {
  if (answer.tabs) showTabs(answer.tabs);
  for (const code of [...(answer.done ?? []), ...(answer.restored ?? [])]) {
    own.add(code);
    forget(code);
    window.setTimeout(() => own.delete(code), 5000);
  }
  const next = answer.rows ? apply(answer.rows) : current();
  // A new selection begins with an empty form: no number of an earlier one may stand in its closed menu.
  (document.getElementById("bulk") as HTMLFormElement | null)?.reset();
  clearPicks();
  if (next) await go(next, focus);
  else if (answer.rows) location.assign(`/desk/?${here}`);
}

/** Sends one action; the answer moves the queue on, a refusal stays beside what was typed. */
async function give(data: FormData, inside?: HTMLFormElement): Promise<boolean> {
  if (busy) return false;
  busy = true;
  calm();
  try {
    const { ok, data: answer } = await post(ACT, data);
    if (ok) {
      close();
      say(answer.sentence, Boolean(answer.step));
      if (answer.refused?.length) complain(answer.refused.map((one) => `${one.code}: ${one.sentence}`).join("\n"));
      await settle(answer);
      return true;
    }
    const fault = inside?.querySelector<HTMLElement>("[data-fault]");
    const sentences = [...new Set([answer.sentence, ...Object.values(answer.fields ?? {})])].join(" ");
    if (fault) {
      fault.textContent = sentences;
      fault.hidden = false;
    } else complain(sentences);
    if (answer.is_newer) await newer(inside);
  } catch {
    complain(words("failed"));
  } finally {
    busy = false;
  }
  return false;
}

/** Somebody saved a newer version: show it behind what was typed, and let the next press count for it. */
async function newer(inside?: HTMLFormElement): Promise<void> {
  const code = shownCode();
  forget(code);
  await open(code);
  const version = inside?.querySelector<HTMLInputElement>("[name=version]");
  if (version) version.value = article()?.dataset.version ?? "";
  notice(words("newer"));
}

async function undo(): Promise<void> {
  if (busy) return;
  busy = true;
  calm();
  try {
    const { ok, data } = await post(`/desk/undo/?${here}`, {});
    if (ok) {
      say(data.sentence, false);
      const back = data.restored?.length === 1 ? data.restored[0] : undefined;
      if (data.tabs) showTabs(data.tabs);
      for (const code of data.restored ?? []) { own.add(code); forget(code); }
      const next = data.rows ? apply(data.rows) : current();
      await go((back && rowOf(back)) || next);
    } else complain(data.sentence);
  } catch {
    complain(words("failed"));
  } finally {
    busy = false;
  }
}

const fieldsFor = (verb: string): FormData => {
  const data = new FormData();
  data.set("verb", verb);
  const many = picks();
  for (const code of many.length ? many.map((box) => box.value) : [shownCode()]) data.append("code", code);
  if (!many.length) data.set("version", article()?.dataset.version ?? "");
  return data;
};

function accept(): void {
  if (picks().length) return void bulk(fieldsFor("accept"));
  const ready = form("accept");
  if (ready) void give(new FormData(ready));
  else if (shownCode()) say(words("nosuggestion"), false);
}

function correct(): void {
  if (!can("triage") && !picks().length) return;
  const first: Option[] = [...document.querySelectorAll<HTMLElement>("#pane [data-others] [data-code]")]
    .map((one) => ({ value: one.dataset.code ?? "", name: one.dataset.name ?? "", hint: one.dataset.percent }));
  choose("correct", first, (category) => {
    const data = fieldsFor("correct");
    data.set("category", category);
    void (picks().length ? bulk(data) : give(data));
  });
}

function assign(): void {
  if (!can("hand_over") && !picks().length) return;
  choose("assign", [], (unit) => {
    const data = fieldsFor("hand_over");
    data.set("lead", unit);
    void (picks().length ? bulk(data) : give(data));
  });
}

function ask(name: string): void {
  const source = template(name);
  if (!source) return;
  show(source.content.cloneNode(true));
}

function merge(): void {
  const where = article();
  if (!where) return;
  if (where.dataset.lead || where.dataset.followers) return void undoMerge(where);
  const ready = form("merge");
  if (ready) void give(new FormData(ready));
  else say(words("nodup"), false);
}

async function undoMerge(where: HTMLElement): Promise<void> {
  const data = new FormData();
  data.set("verb", "unmerge");
  if (where.dataset.lead) {
    data.append("code", shownCode());
    data.set("other", where.dataset.lead);
  } else {
    const follower = (where.dataset.followers ?? "").split(" ").filter(Boolean).at(-1) ?? "";
    data.append("code", follower);
    data.set("other", shownCode());
  }
  await give(data);
}

/** Many reports: in pieces, with progress, as one step that one undo takes back. */
async function bulk(data: FormData): Promise<void> {
  if (busy) return;
  // The report that the others go into may be among them; a piece that held it alone would have nothing to do.
  const codes = data.getAll("code").map(String).filter((code) => code !== data.get("other"));
  if (codes.length <= PIECE) return void (await give(data));
  const bar = document.getElementById("bulk-progress") as HTMLProgressElement | null;
  const whole: Answer = { sentence: "", rows: {}, done: [], refused: [] };
  busy = true;
  try {
    for (let start = 0; start < codes.length; start += PIECE) {
      const part = new FormData();
      for (const [name, value] of data.entries()) if (name !== "code") part.append(name, value);
      for (const code of codes.slice(start, start + PIECE)) part.append("code", code);
      part.set("step", whole.step ?? "");
      if (bar) {
        bar.hidden = false;
        bar.max = codes.length;
        bar.value = start;
      }
      const { ok, data: answer } = await post(ACT, part);
      if (!ok) {
        complain(answer.sentence);
        break;
      }
      whole.step = answer.step || whole.step;
      whole.tabs = answer.tabs;
      Object.assign(whole.rows ?? {}, answer.rows);
      whole.done?.push(...(answer.done ?? []));
      whole.refused?.push(...(answer.refused ?? []));
      say(words("progress", start + PIECE < codes.length ? start + PIECE : codes.length, codes.length), false);
    }
  } catch {
    complain(words("failed"));
  } finally {
    if (bar) bar.hidden = true;
    busy = false;
  }
  close();
  say(words("progress", whole.done?.length ?? 0, codes.length), Boolean(whole.step));
  if (whole.refused?.length) complain(whole.refused.map((one) => `${one.code}: ${one.sentence}`).join("\n"));
  await settle(whole);
}

async function compare(address: string): Promise<void> {
  show(await piece(address), true);
}

async function help(): Promise<void> {
  show(await piece("/desk/keys/"));
}

async function showFresh(): Promise<void> {
  const answer = await fetch(`/desk/rows/?${here}&after=${encodeURIComponent(since)}`);
  const data = (await answer.json()) as Answer;
  insert((data.rows ?? {}) as Record<string, string>);
  if (data.tabs) showTabs(data.tabs);
  since = data.now ?? since;
  fresh.clear();
  countFresh();
}

function countFresh(): void {
  const button = document.getElementById("fresh") as HTMLButtonElement;
  button.hidden = fresh.size === 0;
  button.textContent = fresh.size === 1 ? words("freshOne") : words("fresh", fresh.size);
}

function showMap(): void {
  const slot = document.getElementById("map-slot") as HTMLElement;
  if (slot.firstElementChild || slot.offsetWidth === 0) return;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = slot.dataset.style ?? "";
  const script = document.createElement("script");
  script.type = "module";
  script.src = slot.dataset.script ?? "";
  const map = document.createElement("hue-map");
  map.className = "map";
  map.dataset.bounds = slot.dataset.bounds;
  map.dataset.layer = slot.dataset.layer;
  map.setAttribute("role", "application");
  map.setAttribute("aria-label", slot.dataset.label ?? "");
  document.head.append(style, script);
  slot.append(map);
  map.addEventListener("choose", chooseFromMap);
  mark();
}

function mark(): void {
  const map = document.querySelector<HTMLElement>("#map-slot hue-map");
  const { lat, lon } = article()?.dataset ?? {};
  if (map) map.dataset.mark = lat && lon && lat !== "None" ? `${lon},${lat}` : "";
}

function chooseFromMap(event: Event): void {
  const code = (event as CustomEvent<string>).detail;
  event.preventDefault();
  const row = rowOf(code);
  if (row) void go(row, false);
  else void open(code).catch(() => complain(words("failed")));
}

function toggleMap(): void {
  const isHidden = desk.classList.toggle("no-map");
  showMap();
  void post("/desk/wish/", { map: isHidden ? "off" : "on" });
}

function range(step: 1 | -1): void {
  const from = current();
  const to = neighbour(step);
  if (from) pick(from, true);
  if (to) {
    pick(to, true);
    void go(to);
  }
}

const working: Record<string, (event: KeyboardEvent) => void> = {
  enter: accept,
  t: correct,
  a: assign,
  r: () => ask("reply"),
  n: () => ask("note"),
  e: () => ask("resolve"),
  x: () => ask("refuse"),
  d: merge,
  z: () => void undo(),
  " ": () => { const row = current(); if (row) pick(row); },
  "Shift+j": () => range(1),
  "Shift+k": () => range(-1),
  c: () => location.assign("/desk/new/"),
};
listen({
  ...(acts ? working : {}),
  j: () => void go(neighbour(1)),
  k: () => void go(neighbour(-1)),
  ".": () => void showFresh(),
  m: toggleMap,
  "Shift+?": () => void help(),
  "?": () => void help(),
}, () => desk.dataset.keys !== "off");

document.addEventListener("submit", (event) => {
  const from = event.target as HTMLFormElement;
  const sender = (event as SubmitEvent).submitter as HTMLButtonElement | null;
  if (from.id === "undo-form") {
    event.preventDefault();
    void undo();
  } else if (from.id === "bulk") {
    event.preventDefault();
    void preview(from, sender);
  } else if (from.dataset.act) {
    event.preventDefault();
    const data = new FormData(from);
    void (from.dataset.act === "bulk" ? bulk(data) : give(data, from));
  }
});

async function preview(from: HTMLFormElement, sender: HTMLButtonElement | null): Promise<void> {
  const data = new FormData(from);
  if (sender?.name) data.set(sender.name, sender.value);
  const { ok, data: answer } = await post(ACT, data);
  if (ok) show(answer.sentence, true);
  else complain(answer.sentence);
}

document.addEventListener("click", (event) => {
  const at = event.target as Element;
  const opener = at.closest<HTMLElement>("[data-open]");
  const comparer = at.closest<HTMLAnchorElement>("a[data-compare]");
  const row = at.closest<HTMLAnchorElement>("a.q-item");
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (row?.closest("#list")) {
    event.preventDefault();
    void go(row.closest("li") as HTMLLIElement);
  } else if (opener) {
    event.preventDefault();
    const name = opener.dataset.open ?? "";
    ({ correct, assign, unmerge: merge } as Record<string, () => void>)[name]?.() ?? (template(name) && ask(name));
  } else if (comparer) {
    event.preventDefault();
    void compare(comparer.href);
  } else if (at.closest("[data-close]")) {
    event.preventDefault();
    close();
  } else if (at.closest("#keys-link")) {
    event.preventDefault();
    void help();
  } else if (at.closest("#toast-undo")) void undo();
  else if (at.closest("#wrong-close")) calm();
  else if (at.closest("#fresh")) void showFresh();
  else if (at.closest("#map-hide")) toggleMap();
});

document.addEventListener("change", (event) => {
  const at = event.target as HTMLElement;
  const dialog = at.closest("form");
  if (at.matches(".q-pick")) showPicks();
  else if (at.id === "bulk-verb") wants((at as HTMLSelectElement).value);
  else if (at.matches("[data-templates]") && dialog) {
    const chosen = (at as HTMLSelectElement).selectedOptions[0];
    const text = dialog.querySelector<HTMLTextAreaElement>("textarea");
    const asks = dialog.querySelector<HTMLInputElement>("[data-asks]");
    if (chosen?.dataset.text && text) text.value = chosen.dataset.text;
    if (asks) asks.checked = chosen?.dataset.verb === "ask_citizen";
    setVerb(dialog);
  } else if (at.matches("[data-asks]") && dialog) setVerb(dialog);
});

function setVerb(dialog: HTMLFormElement): void {
  const asks = dialog.querySelector<HTMLInputElement>("[data-asks]")?.checked;
  (dialog.querySelector("[name=verb]") as HTMLInputElement).value = asks ? "ask_citizen" : "tell_citizen";
}

/** Only what the chosen action needs can be filled in. */
function wants(verb: string): void {
  const needs: Record<string, string[]> = {
    hand_over: ["b-lead"], categorise: ["b-category"], refuse: ["b-reason", "b-text"], merge: ["b-other"], incident: ["b-other"],
  };
  for (const id of ["b-lead", "b-category", "b-reason", "b-text", "b-other"]) {
    (document.getElementById(id) as HTMLInputElement).disabled = !(needs[verb] ?? []).includes(id);
  }
  // The report in the middle is the likely one: whoever chose the others is looking at it.
  const other = document.getElementById("b-other") as HTMLInputElement;
  if (!other.disabled && !other.value) other.value = shownCode();
}

document.getElementById("bulk")?.addEventListener("reset", () => window.setTimeout(() => {
  showPicks();
  wants((document.getElementById("bulk-verb") as HTMLSelectElement).value);
}));
document.addEventListener("opened", () => {
  shown = { code: shownCode(), version: Number(article()?.dataset.version ?? 0) };
  mark();
});

follow(shownCode, {
  opened: (code) => {
    if (own.has(code) || rowOf(code)) return;
    fresh.add(code);
    countFresh();
  },
  changed: (code) => {
    if (own.has(code)) return;
    rowOf(code)?.classList.add("q-changed");
    forget(code);
  },
  others: (names, version) => {
    const isNewer = shown.code === shownCode() && version > shown.version && !own.has(shown.code);
    if (isNewer) notice(words("newer"), { words: words("reload"), run: () => void open(shown.code) });
    else notice(names.length ? words("also", names.join(", ")) : "");
  },
});

shown = { code: shownCode(), version: Number(article()?.dataset.version ?? 0) };
const start = current() ?? rows()[0];
if (start && currentCode()) prefetch(neighbour(1)?.dataset.code);
document.querySelector("#tabs [aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
// The list comes first: the map is fetched when the page has settled.
const later = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 300));
later(() => { if (!desk.classList.contains("no-map")) showMap(); });
