// The queue on the left: which row is current, which are picked, rows that come, change and go.
import type { Tab } from "./ask";

const list = document.getElementById("list") as HTMLUListElement;
const desk = document.getElementById("desk") as HTMLElement;

export const rows = (): HTMLLIElement[] => [...list.querySelectorAll<HTMLLIElement>("li.q-row")];
export const rowOf = (code: string): HTMLLIElement | undefined => rows().find((row) => row.dataset.code === code);
export const current = (): HTMLLIElement | undefined => list.querySelector("[aria-current]")?.closest("li") as HTMLLIElement | undefined;
export const currentCode = (): string => current()?.dataset.code ?? "";

const link = (row: Element): HTMLAnchorElement => row.querySelector("a.q-item") as HTMLAnchorElement;

export function makeCurrent(row: HTMLLIElement, withFocus: boolean): void {
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  link(row).setAttribute("aria-current", "true");
  row.classList.remove("q-changed");
  if (withFocus) link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function neighbour(step: 1 | -1): HTMLLIElement | undefined {
  const all = rows();
  const place = all.indexOf(current() as HTMLLIElement);
  return all[Math.min(all.length - 1, Math.max(0, place + step))];
}

export const picks = (): HTMLInputElement[] => [...list.querySelectorAll<HTMLInputElement>(".q-pick:checked")];

export function pick(row: HTMLLIElement, on?: boolean): void {
  const box = row.querySelector(".q-pick") as HTMLInputElement;
  box.checked = on ?? !box.checked;
  showPicks();
}

export function showPicks(): void {
  const many = picks().length;
  desk.classList.toggle("has-picks", many > 0);
  const count = document.getElementById("bulk-count");
  const said = document.getElementById("words")?.dataset.selected ?? "";
  if (count) count.textContent = many ? said.replace("#", String(many)) : "";
}

export function clearPicks(): void {
  for (const box of picks()) box.checked = false;
  showPicks();
}

function element(html: string): HTMLLIElement {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild as HTMLLIElement;
}

/** Puts a row that comes back where the queue has it: nearest deadline first, the newest first among all. */
function put(row: HTMLLIElement): void {
  const isNewestFirst = new URLSearchParams(desk.dataset.here).get("tab") === "all";
  const key = (one: HTMLElement): [number, number] =>
    isNewestFirst ? [0, -Number(one.dataset.id)] : [Number(one.dataset.due || Infinity), Number(one.dataset.id)];
  const [due, id] = key(row);
  const next = rows().find((other) => {
    const [otherDue, otherId] = key(other);
    return otherDue > due || (otherDue === due && otherId > id);
  });
  if (next) next.before(row);
  else list.append(row);
}

/** Puts changed rows in their places and takes those away that left the view; returns the row to go on with. */
export function apply(changed: Record<string, string | null>): HTMLLIElement | undefined {
  const all = rows();
  const place = all.indexOf(current() as HTMLLIElement);
  const now = currentCode();
  for (const [code, html] of Object.entries(changed)) {
    const old = rowOf(code);
    if (html === null) old?.remove();
    else if (old) old.replaceWith(element(html));
    else put(element(html));
  }
  showEmpty();
  const left = rows();
  if (now && changed[now] === null) {
    const next = all.slice(place + 1).find((row) => row.isConnected);
    return next ?? left[left.length - 1];
  }
  return now ? rowOf(now) : left[0];
}

/** New rows at the top; what is under the pointer stays where it is. */
export function insert(fresh: Record<string, string>): void {
  const scroll = document.getElementById("list-scroll") as HTMLElement;
  const before = scroll.scrollHeight;
  for (const [code, html] of Object.entries(fresh).reverse()) {
    if (!rowOf(code)) list.prepend(element(html));
  }
  if (scroll.scrollTop > 0) scroll.scrollTop += scroll.scrollHeight - before;
  showEmpty();
}

function showEmpty(): void {
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.hidden = rows().length > 0;
}

export function showTabs(tabs: Tab[]): void {
  for (const tab of tabs) {
    const badge = document.querySelector<HTMLElement>(`#tabs [data-tab="${tab.code}"] b`);
    if (!badge) continue;
    badge.textContent = tab.count;
    badge.className = tab.hot ? "hot" : "";
    badge.hidden = tab.count === "0";
  }
}
