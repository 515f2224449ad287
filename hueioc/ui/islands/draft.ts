// Long texts of staff are kept on this device while they are typed, for the account whose mark the form carries.
interface Kept { at: number; sent: boolean; fields: Record<string, string> }
const QUIET_MS = 2_000;
const PREFIX = "draft:";
const form = document.querySelector<HTMLFormElement>("form[data-draft]");

function read(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

const places = (): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] =>
  [...(form?.elements ?? [])].filter((one): one is HTMLInputElement =>
    "name" in one && Boolean(one.name) && !["hidden", "checkbox", "radio", "submit"].includes((one as HTMLInputElement).type));

function values(): Record<string, string> {
  return Object.fromEntries(places().map((one) => [one.name, one.value]));
}

// A page that says something was done: what was sent has arrived and need not be kept any longer.
if (document.querySelector("[role=status] .banner-success")) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && read(key)?.sent) localStorage.removeItem(key);
}

if (form) {
  const key = `${PREFIX}${form.dataset.draft}:${location.pathname}`;
  const note = document.querySelector<HTMLElement>("[data-draft-note]");
  const begun = values();
  const time = (at: number): string => new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(at);
  let timer = 0;
  const keep = (sent = false): void => {
    const fields = values();
    if (!sent && Object.entries(fields).every(([name, value]) => begun[name] === value)) return;
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, fields } satisfies Kept));
    if (note && !sent) say(note.dataset.saved ?? "", Date.now());
  };
  const say = (words: string, at: number): void => {
    note!.hidden = false;
    note!.querySelector("span")!.textContent = words.replace("{at}", time(at));
  };
  const kept = read(key);
  // A form that comes back with faults holds what was typed; anything else is older than what is kept here.
  if (kept && note && !document.getElementById("faults") && !document.getElementById("preview")) {
    for (const one of places()) if (one.name in kept.fields) one.value = kept.fields[one.name] ?? "";
    say(note.dataset.restored ?? "", kept.at);
  }
  note?.querySelector("button")?.addEventListener("click", () => {
    for (const one of places()) one.value = begun[one.name] ?? "";
    localStorage.removeItem(key);
    note.hidden = true;
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, QUIET_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(true);
  });
  addEventListener("pagehide", () => {
    if (!read(key)?.sent) keep();
  });
}

export {};
