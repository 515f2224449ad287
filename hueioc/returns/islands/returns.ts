// A return saves itself cell by cell while it is typed, also after the network was away; a collector's page stays fresh.
interface Line { base: string; text: string; value: string; by: string; faults: string[]; warnings: string[] }
interface Clash { field: string; by: string; standing: string; base: string; typed: string }
interface State { saved: string; lines: Record<string, Line>; clashes: Clash[] }
type Kept = Record<string, [typed: string, base: string]>;
type Field = HTMLInputElement | HTMLTextAreaElement;
const QUIET_MS = 900;
const AGAIN_MS = 5_000;

const form = document.querySelector<HTMLFormElement>("form[data-fill]");
if (form) fill(form);
const gathered = document.querySelector<HTMLElement>("[data-gathered]");
if (gathered) keepFresh(gathered);

function fill(form: HTMLFormElement): void {
  const key = `return:${form.dataset.mark}`;
  const note = form.querySelector<HTMLElement>("[data-note]")!;
  const fields = [...form.querySelectorAll<Field>('[name^="f_"]')];
  const shown = new Map(fields.map((field) => [field, field.value]));
  let timer = 0;
  let isSaving = false;

  const code = (field: Field): string => field.name.slice(2);
  const base = (field: Field): HTMLInputElement => form.elements.namedItem(`b_${code(field)}`) as HTMLInputElement;
  const changed = (): Field[] => fields.filter((field) => field.value !== shown.get(field) || isProposed(field));
  // What is proposed stands on the page but in no draft: the first saving takes it along.
  const isProposed = (field: Field): boolean => field.value !== "" && base(field).value === "" && row(field).querySelector("[data-proposed]") !== null;
  const row = (field: Field): HTMLElement => field.closest("tr")!;

  function say(words: string): void {
    note.hidden = false;
    note.querySelector("span")!.textContent = words;
  }

  function keep(): void {
    const kept: Kept = Object.fromEntries(changed().map((field) => [field.name, [field.value, base(field).value]]));
    try {
      if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
    } catch {
      // A device that keeps nothing still saves to the city.
    }
  }

  async function save(): Promise<void> {
    const some = changed();
    if (!some.length || isSaving) return;
    isSaving = true;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", (form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement).value);
    const sent = new Map(some.map((field) => [field, field.value]));
    for (const [field, value] of sent) {
      data.set(field.name, value);
      data.set(base(field).name, base(field).value);
    }
    try {
      const answer = await fetch(form.dataset.fill!, { method: "POST", body: data });
      if (!answer.ok) throw new Error(String(answer.status));
      take((await answer.json()) as State, sent);
      keep();
    } catch {
      keep();
      say(form.dataset.waiting!);
      plan(AGAIN_MS);
    } finally {
      isSaving = false;
    }
    if (changed().length) plan(QUIET_MS);
  }

  function take(state: State, sent: Map<Field, string>): void {
    const clashes = new Map(state.clashes.map((one) => [one.field, one]));
    for (const [name, line] of Object.entries(state.lines)) {
      const place = form.querySelector<HTMLElement>(`[data-line="${name}"]`);
      if (!place) continue;
      place.querySelector("[data-value]")?.replaceChildren(line.value);
      place.querySelector("[data-by]")?.replaceChildren(line.by);
      paragraphs(place.querySelector("[data-faults]"), line.faults);
      paragraphs(place.querySelector("[data-warnings]"), line.warnings);
      const field = fields.find((one) => code(one) === name);
      if (field) settle(field, line, sent, clashes.get(name));
    }
    say(form.dataset.saved!.replace("{at}", state.saved));
  }

  function settle(field: Field, line: Line, sent: Map<Field, string>, clash: Clash | undefined): void {
    field.toggleAttribute("aria-invalid", line.faults.length > 0);
    if (line.faults.length) field.setAttribute("aria-invalid", "true");
    const typed = sent.get(field);
    if (clash) return offer(field, clash);
    if (typed !== undefined) {
      row(field).querySelector("[data-proposed]")?.remove();
      shown.set(field, typed);
      base(field).value = line.base;
    } else if (field.value === shown.get(field) && base(field).value !== line.base && document.activeElement !== field) {
      // A colleague filled this line meanwhile, and nothing of ours stands in it.
      field.value = line.text;
      shown.set(field, line.text);
      base(field).value = line.base;
    }
  }

  // Both are seen; what stands stays until somebody decides.
  function offer(field: Field, clash: Clash): void {
    const place = row(field).querySelector<HTMLElement>("[data-warnings]")!;
    const words = form.dataset.clash!.replace("{by}", clash.by).replace("{standing}", clash.standing).replace("{typed}", clash.typed);
    const line = Object.assign(document.createElement("div"), { className: "clash" });
    const mine = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: form.dataset.mine! });
    mine.addEventListener("click", () => {
      line.remove();
      field.value = clash.typed;
      plan(0);
    });
    line.append(Object.assign(document.createElement("span"), { textContent: words }), mine);
    place.replaceChildren(line);
    field.value = clash.standing;
    shown.set(field, clash.standing);
    base(field).value = clash.base;
  }

  function paragraphs(place: Element | null, words: string[]): void {
    place?.replaceChildren(...words.map((one) => Object.assign(document.createElement("p"), { textContent: one })));
  }

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  }

  // Cells copied from a spreadsheet fall into the lines from here down.
  function paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "") ?? "";
    const place = fields.indexOf(event.target as Field);
    if (!text.includes("\n") || place < 0 || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    text.split("\n").forEach((line, down) => {
      const field = fields[place + down];
      if (field) field.value = line.split("\t").filter((cell) => cell.trim()).at(-1) ?? "";
    });
    plan(0);
  }

  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Kept;
    for (const field of fields) {
      const mine = kept[field.name];
      if (!mine) continue;
      field.value = mine[0];
      base(field).value = mine[1];
    }
    if (Object.keys(kept).length) plan(0);
  } catch {
    localStorage.removeItem(key);
  }
  // As in a spreadsheet, Enter goes down; giving takes the button.
  form.addEventListener("keydown", (event) => {
    const place = fields.indexOf(event.target as Field);
    if (event.key !== "Enter" || place < 0 || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    fields[place + (event.shiftKey ? -1 : 1)]?.focus();
  });
  for (const field of fields) field.addEventListener("paste", (event) => paste(event as ClipboardEvent));
  form.addEventListener("input", () => {
    keep();
    plan(QUIET_MS);
  });
  form.addEventListener("submit", () => localStorage.removeItem(key));
  addEventListener("online", () => plan(0));
}

// New facts of returns ask for the changing part again; a reader who has the table under the keyboard is not disturbed.
function keepFresh(place: HTMLElement): void {
  let timer = 0;
  const look = async (): Promise<void> => {
    const answer = await fetch(place.dataset.gathered!).catch(() => null);
    if (answer?.ok && !place.contains(document.activeElement)) place.innerHTML = await answer.text();
  };
  const source = new EventSource("/live?kinds=return");
  source.addEventListener("fact", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), 500);
  });
}

export {};
