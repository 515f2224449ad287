// The telephone form: while the operator types, what it seems to be, what is near, and who called before.
import { post } from "./desk/ask";

interface Line { href: string; title: string; hint: string; metres?: number }
interface Hints {
  category?: string; category_name?: string; percent?: string; lead?: string; why?: string;
  point?: [number, number] | null; near?: Line[]; before?: Line[];
}

const form = document.getElementById("call") as HTMLFormElement | null;
const hints = document.getElementById("call-hints") as HTMLElement | null;
let timer = 0;
let turn = 0;

function lines(title: string, found: Line[], away: string): Node[] {
  if (!found.length) return [];
  const head = document.createElement("h2");
  head.textContent = title;
  const items = found.map((one) => {
    const item = document.createElement("p");
    const link = document.createElement("a");
    link.className = "link";
    link.href = one.href;
    link.target = "_blank";
    link.textContent = one.title;
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = ` ${one.hint}${one.metres === undefined ? "" : ` · ${away.replace("#", String(one.metres))}`}`;
    item.append(link, hint);
    return item;
  });
  return [head, ...items];
}

async function ask(): Promise<void> {
  if (!form || !hints) return;
  const mine = ++turn;
  const { ok, data } = await post<Hints>("/desk/hints/", new FormData(form));
  if (!ok || mine !== turn) return;
  hints.hidden = !data.category;
  for (const name of ["category_name", "percent", "lead", "why"] as const) {
    const place = hints.querySelector(`[data-hint="${name}"]`);
    if (place) place.textContent = data[name] ?? "";
  }
  const { near = "", before = "", away = "" } = hints.dataset;
  hints.querySelector('[data-hint="lists"]')?.replaceChildren(
    ...lines(near, data.near ?? [], away), ...lines(before, data.before ?? [], away),
  );
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => void ask(), 300);
});
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
});
