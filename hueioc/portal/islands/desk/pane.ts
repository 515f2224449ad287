// The report in the middle; the next one is fetched before it is asked for.
import { piece } from "./ask";

const pane = document.getElementById("pane") as HTMLElement;
const here = (document.getElementById("desk") as HTMLElement).dataset.here ?? "";
const ahead = new Map<string, Promise<string>>();
let wanted = "";

export const article = (): HTMLElement | null => pane.querySelector("article.case");
export const shownCode = (): string => article()?.dataset.code ?? "";
export const can = (verb: string): boolean => (article()?.dataset.can ?? "").split(" ").includes(verb);
export const form = (verb: string): HTMLFormElement | null => pane.querySelector(`form[data-act="${verb}"]`);
export const template = (name: string): HTMLTemplateElement | null => pane.querySelector(`template[data-form="${name}"]`);

const fetched = (code: string): Promise<string> => piece(`/desk/case/${code}/?${here}`);

export function prefetch(code: string | undefined): void {
  if (code && !ahead.has(code)) {
    const coming = fetched(code);
    coming.catch(() => ahead.delete(code));
    ahead.set(code, coming);
  }
}

export function forget(code?: string): void {
  if (code) ahead.delete(code);
  else ahead.clear();
}

export async function open(code: string): Promise<boolean> {
  wanted = code;
  const coming = ahead.get(code) ?? fetched(code);
  ahead.delete(code);
  const bar = window.setTimeout(() => pane.setAttribute("aria-busy", "true"), 300);
  try {
    const html = await coming;
    if (wanted !== code) return false;
    pane.innerHTML = html;
    const address = new URLSearchParams(here);
    address.set("case", code);
    history.replaceState(null, "", `?${address}`);
    pane.dispatchEvent(new CustomEvent("opened", { bubbles: true, detail: code }));
    return true;
  } finally {
    clearTimeout(bar);
    pane.removeAttribute("aria-busy");
  }
}

export function closeAll(): void {
  wanted = "";
  location.assign(`/desk/?${here}`);
}

export function notice(sentence: string, action?: { words: string; run: () => void }): void {
  const line = pane.querySelector<HTMLElement>("[data-notice]");
  if (!line) return;
  line.textContent = sentence;
  line.hidden = !sentence;
  if (action && sentence) {
    const button = document.createElement("button");
    button.className = "btn btn-s";
    button.type = "button";
    button.textContent = action.words;
    button.addEventListener("click", action.run);
    line.append(" ", button);
  }
}
