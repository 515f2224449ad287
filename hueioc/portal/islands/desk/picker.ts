// A list with type-ahead in a dialog: letters narrow it, arrows choose, Enter confirms. Blind to diacritics.
import { fold } from "./ask";

export interface Option { value: string; name: string; hint?: string }

const dialog = document.getElementById("dialog") as HTMLDialogElement;
const body = document.getElementById("dialog-body") as HTMLElement;

export function show(content: Node | string, isBroad = false): void {
  body.replaceChildren();
  if (typeof content === "string") body.innerHTML = content;
  else body.append(content);
  dialog.classList.toggle("broad", isBroad);
  if (!dialog.open) dialog.showModal();
  body.querySelector<HTMLElement>("[autofocus]")?.focus();
}

export function close(): void {
  if (dialog.open) dialog.close();
}

export const isOpen = (): boolean => dialog.open;

/** Opens the picker of this name; `first` stand at the top. Resolves when something is chosen. */
export function choose(name: string, first: Option[], chosen: (value: string) => void): void {
  const source = document.querySelector<HTMLTemplateElement>(`template[data-picker="${name}"]`);
  if (!source) return;
  show(source.content.cloneNode(true));
  const input = body.querySelector("input") as HTMLInputElement;
  const list = body.querySelector("ul") as HTMLUListElement;
  const options = arrange(list, first);
  let place = 0;
  const visible = (): HTMLLIElement[] => options.filter((option) => !option.hidden);
  const mark = (to: number): void => {
    const shown = visible();
    place = Math.min(Math.max(0, to), shown.length - 1);
    for (const option of options) option.setAttribute("aria-selected", "false");
    const now = shown[place];
    if (!now) return;
    now.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  };
  const take = (option: HTMLLIElement | undefined): void => {
    if (!option) return;
    close();
    chosen(option.dataset.value ?? "");
  };
  input.addEventListener("input", () => {
    const parts = fold(input.value).split(/\s+/).filter(Boolean);
    for (const option of options) {
      const text = ` ${fold(option.textContent ?? "")} ${fold(option.dataset.group ?? "")}`;
      option.hidden = !parts.every((part) => text.includes(` ${part}`) || (part.length > 2 && text.includes(part)));
    }
    mark(0);
  });
  input.addEventListener("keydown", (event) => {
    const step = ({ ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 } as Record<string, number>)[event.key];
    if (step) {
      event.preventDefault();
      mark(place + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(visible()[place]);
    }
  });
  list.addEventListener("click", (event) => take((event.target as Element).closest("li") ?? undefined));
  mark(0);
}

function arrange(list: HTMLUListElement, first: Option[]): HTMLLIElement[] {
  const all = [...list.querySelectorAll<HTMLLIElement>("li")];
  for (const option of [...first].reverse()) {
    const known = all.find((item) => item.dataset.value === option.value);
    if (!known) continue;
    if (option.hint) {
      const hint = document.createElement("small");
      hint.textContent = option.hint;
      known.append(hint);
    }
    list.prepend(known);
  }
  const ordered = [...list.querySelectorAll<HTMLLIElement>("li")];
  ordered.forEach((option, place) => { option.id = `p-${place}`; });
  return ordered;
}
