// The form of a new report on a phone: small photos, the phone's own place, suggestions, a draft, and the outbox.
import { draft, drop, isSent, keep, newKey, owner, sendAll, type Fault, type Kept } from "../../ui/islands/outbox/store";
import { Photos } from "./report/photos";

const QUIET_MS = 2000;
const ASK_MS = 600;
const FIELDS = ["address", "lat", "lon", "accuracy", "category", "description", "name", "phone", "email", "key"];

const form = document.querySelector<HTMLFormElement>("form[data-report]")!;
const said = form.dataset;
const saved = document.querySelector<HTMLElement>("[data-saved]")!;
const photos = new Photos(form, changed);
let isChosen = false;
let savedAt = 0;
let saving = 0;
let asking = 0;

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function fields(): Record<string, string> {
  const found = Object.fromEntries(FIELDS.map((name) => [name, field(name).value]));
  const picked = form.querySelector<HTMLInputElement>("[name=place]:checked")?.value;
  if (picked && !found.lat) [found.lat, found.lon] = picked.split(",");
  return { ...found, category: found.category || suggested() };
}

function suggested(): string {
  return form.querySelector<HTMLInputElement>("[name=suggested]:checked")?.value ?? "";
}

function isEmpty(): boolean {
  return photos.files.length === 0 && !["address", "lat", "description", "category"].some((name) => field(name).value);
}

function item(state: Kept["state"]): Kept {
  const id = field("key").value;
  return { id, owner: owner(), state, fields: fields(), photos: photos.files, at: Date.now() };
}

async function save(): Promise<void> {
  clearTimeout(saving);
  // A report that waits is no draft any more.
  if (isEmpty() || form.hidden || form.dataset.sending !== undefined) return;
  await keep(item("draft"));
  savedAt = Date.now();
  const time = new Date(savedAt).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", numberingSystem: "latn" });
  saved.textContent = said.saidSaved!.replace("{time}", time);
}

function changed(): void {
  clearTimeout(saving);
  saving = window.setTimeout(() => void save(), QUIET_MS);
}

function askSoon(): void {
  clearTimeout(asking);
  asking = window.setTimeout(() => void ask(), ASK_MS);
}

async function ask(): Promise<void> {
  const body = new FormData();
  const now = fields();
  for (const name of ["lat", "lon", "accuracy", "description"]) body.append(name, now[name]);
  if (isChosen) body.append("category", now.category);
  body.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  waiting(true);
  try {
    const answer = await fetch(said.around!, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) return;
    const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts.querySelectorAll<HTMLElement>("[data-part]")) {
      const name = part.dataset.part!;
      if (name === "suggest" && isChosen) continue;
      form.querySelector(`[data-slot=${name}]`)!.replaceChildren(...part.childNodes);
    }
    ready();
  } catch {
    // Without a network the form goes on without suggestions.
  } finally {
    waiting(false);
  }
}

/** An empty place that is about to be filled says so, and keeps its room. */
function waiting(is: boolean): void {
  const place = form.querySelector("[data-slot=place]")!;
  place.setAttribute("aria-busy", String(is && Boolean(field("lat").value) && !place.querySelector("svg")));
}

function ready(): void {
  for (const hidden of form.querySelectorAll<HTMLElement>("[data-change-place], [data-other-matter]")) hidden.hidden = false;
  if (isChosen || field("category").value) return;
  const first = form.querySelector<HTMLInputElement>("[name=suggested][data-first]");
  if (first) first.checked = true;
}

function locate(): void {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field("lat").value = coords.latitude.toFixed(6);
      field("lon").value = coords.longitude.toFixed(6);
      field("accuracy").value = String(Math.round(coords.accuracy));
      changed();
      void ask();
    },
    () => {
      const note = form.querySelector<HTMLElement>("[data-no-position]")!;
      note.textContent = said.saidNoPosition!;
      note.hidden = false;
    },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

async function prepareLocating(): Promise<void> {
  if (!("geolocation" in navigator)) return;
  const button = form.querySelector<HTMLElement>("[data-my-position]")!;
  button.hidden = false;
  button.addEventListener("click", locate);
  // Who has allowed it before is not asked again, and saves a tap.
  const state = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (state?.state === "granted" && !field("lat").value && !field("address").value) locate();
}

function showFaults(title: string, faults: Fault[]): void {
  const box = document.createElement("div");
  box.className = "faults";
  box.id = "faults";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.textContent = title;
  const points = document.createElement("ul");
  for (const fault of faults) points.append(point(fault));
  box.append(heading, points);
  document.querySelector("#faults")?.remove();
  form.querySelector("[data-faults]")!.replaceChildren(box);
  if (!document.title.startsWith(said.saidError!)) document.title = `${said.saidError} ${document.title}`;
  box.focus();
}

function point(fault: Fault): HTMLLIElement {
  const line = document.createElement("li");
  const input = fault.field ? document.getElementById(fault.field) : null;
  if (!input) {
    line.textContent = fault.sentence;
    return line;
  }
  const link = document.createElement("a");
  link.href = `#${fault.field}`;
  link.textContent = fault.label ? `${fault.label}: ${fault.sentence}` : fault.sentence;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    input.closest("details")?.setAttribute("open", "");
    input.focus();
  });
  const beside = document.createElement("p");
  beside.className = "fault";
  beside.id = `${fault.field}_error`;
  beside.textContent = fault.sentence;
  input.setAttribute("aria-invalid", "true");
  document.getElementById(beside.id)?.remove();
  input.before(beside);
  input.closest("details")?.setAttribute("open", "");
  line.append(link);
  return line;
}

function showWaiting(): void {
  const note = document.createElement("p");
  note.className = "banner banner-info";
  note.dataset.waitingNote = "";
  note.setAttribute("role", "status");
  note.tabIndex = -1;
  note.textContent = said.saidWaiting!;
  form.before(note);
  form.hidden = true;
  note.focus();
}

async function send(): Promise<void> {
  clearTimeout(saving);
  const report = item("waiting");
  form.dataset.sending = "";
  await keep(report);
  const result = (await sendAll()).find((one) => one.id === report.id);
  if (result && isSent(result)) {
    location.assign(result.receipt);
    return;
  }
  if (result) {
    await keep({ ...report, state: "draft" });
    showFaults(result.title, result.faults);
  } else showWaiting();
  delete form.dataset.sending;
}

async function begin(): Promise<void> {
  // A page that lies on the phone has the same key for everybody who opens it; each report needs its own.
  field("key").value = newKey();
  const kept = await draft();
  if (kept && isEmpty() && !new URLSearchParams(location.search).has("category")) {
    for (const [name, value] of Object.entries(kept.fields)) if (form.elements.namedItem(name)) field(name).value = value;
    if (kept.state === "faulty") {
      // What was refused is sent as a new report, under a key of its own.
      field("key").value = newKey();
      await drop(kept.id);
    }
    photos.add(kept.photos);
    isChosen = Boolean(kept.fields.category);
    if (isChosen) form.querySelector("[data-all-categories]")!.setAttribute("open", "");
    form.querySelector<HTMLElement>("[data-draft]")!.hidden = false;
  }
  ready();
  if (!isEmpty()) void ask();
  void prepareLocating();
}

form.addEventListener("input", (event) => {
  const name = (event.target as HTMLInputElement).name;
  if (name === "photos") return;
  if (name === "category" || name === "suggested") {
    isChosen = true;
    if (name === "suggested") field("category").value = "";
    else form.querySelectorAll<HTMLInputElement>("[name=suggested]").forEach((radio) => (radio.checked = false));
  }
  changed();
  if (["description", "category", "suggested", "lat", "lon", "place"].includes(name)) askSoon();
});
form.addEventListener("click", (event) => {
  const target = event.target as Element;
  const join = target.closest<HTMLElement>("[data-join]");
  if (join) {
    event.preventDefault();
    const small = document.createElement("form");
    small.method = "post";
    small.action = join.dataset.join!;
    small.append(field("csrfmiddlewaretoken").cloneNode());
    document.body.append(small);
    void drop(field("key").value).finally(() => small.submit());
  } else if (target.closest("[data-other-matter]")) target.closest(".dup")?.remove();
  else if (target.closest("[data-change-place]")) field("address").focus();
  else if (target.closest("[data-drop-draft]")) void drop(field("key").value).finally(() => location.replace(location.pathname));
});
form.addEventListener("submit", (event) => {
  if ((event.submitter as HTMLButtonElement | null)?.name === "find_place") return;
  event.preventDefault();
  void send();
});
document.addEventListener("visibilitychange", () => void (document.hidden && save()));

if ("indexedDB" in window) void begin();
