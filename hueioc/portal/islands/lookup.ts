// Look-ups while typing on every staff page: the search in the header, and the command box behind Ctrl+K.
import { fold, post } from "./desk/ask";

interface Found { href: string; code: string; title: string; hint: string }
const QUIET_MS = 120;

const lookup = document.getElementById("lookup") as HTMLFormElement | null;
const box = document.getElementById("commands") as HTMLDialogElement | null;

/** Places, keys and pages of the navigation, as commands that can be typed. */
function commands(): Found[] {
  const pages = [...document.querySelectorAll<HTMLAnchorElement>(".nav a[href]:not(.brand)")]
    .map((link) => ({ href: link.href, code: "", title: link.querySelector("span")?.textContent ?? "", hint: "" }));
  const verbs = [...document.querySelectorAll<HTMLElement>(".acts [data-open], .ai [data-open], .ai button, #undo, .topbar .btn-p")]
    .map((button, place) => {
      button.dataset.command = String(place);
      const key = button.querySelector(".kbd")?.textContent ?? "";
      return { href: `#${place}`, code: "", title: (button.textContent ?? "").replace(key, "").trim(), hint: key };
    });
  return [...verbs, ...pages];
}

function line(found: Found, place: number): HTMLLIElement {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `found-${place}`;
  item.dataset.href = found.href;
  const title = document.createElement("span");
  title.className = "ell";
  title.textContent = found.title;
  const hint = document.createElement("small");
  hint.className = "ell";
  hint.textContent = found.hint;
  item.append(title, hint);
  return item;
}

function open(): void {
  if (!box || !lookup) return;
  const input = document.createElement("input");
  input.className = "inp";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", "found");
  input.autocomplete = "off";
  const own = lookup.querySelector("input[name=q]") as HTMLInputElement;
  input.placeholder = own.placeholder;
  input.setAttribute("aria-label", own.placeholder);
  const list = document.createElement("ul");
  list.className = "pick-list";
  list.id = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", own.placeholder);
  box.replaceChildren(input, list);
  const known = commands();
  let place = 0;
  let turn = 0;
  let timer = 0;
  const mark = (to: number): void => {
    const items = [...list.querySelectorAll("li[data-href]")];
    place = Math.min(Math.max(0, to), items.length - 1);
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    const now = items[place];
    if (now) {
      input.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    }
  };
  const fill = (found: Found[]): void => {
    list.replaceChildren(...found.map(line));
    if (!found.length) {
      const empty = document.createElement("li");
      empty.textContent = box.dataset.empty ?? "";
      list.append(empty);
    }
    mark(0);
  };
  const matching = (): Found[] => {
    const typed = fold(input.value);
    return known.filter((one) => typed.split(/\s+/).every((word) => fold(one.title).includes(word)));
  };
  const ask = async (): Promise<void> => {
    const mine = ++turn;
    const text = input.value.trim();
    if (text.length < 2) return fill(matching());
    const { ok, data } = await post<{ found: Found[] }>("/desk/find/", { q: text });
    if (ok && mine === turn) fill([...data.found, ...matching()]);
  };
  const take = (item: Element | null | undefined): void => {
    const href = (item as HTMLElement | undefined)?.dataset.href;
    if (!href) return;
    box.close();
    if (href.startsWith("#")) document.querySelector<HTMLElement>(`[data-command="${href.slice(1)}"]`)?.click();
    else location.assign(href);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), QUIET_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(place + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(list.querySelectorAll("li[data-href]")[place]);
    }
  });
  list.addEventListener("click", (event) => take((event.target as Element).closest("li")));
  fill(known);
  if (!box.open) box.showModal();
  input.focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
    return;
  }
  const at = event.target as HTMLElement;
  const areOn = document.getElementById("desk")?.dataset.keys !== "off";
  if (event.key === "/" && areOn && !event.ctrlKey && !event.metaKey && !at.closest("input, textarea, select, dialog[open]")) {
    event.preventDefault();
    open();
  }
});
lookup?.querySelector("input[name=q]")?.addEventListener("input", (event) => {
  const typed = (event.target as HTMLInputElement).value;
  open();
  const inside = box?.querySelector("input");
  if (inside) {
    inside.value = typed;
    (event.target as HTMLInputElement).value = "";
    inside.dispatchEvent(new Event("input"));
  }
});
