// The coordinator's board: J and K walk through the calls, and the list is asked for anew while nobody is choosing.
const EVERY_MS = 10_000;
const board = document.querySelector<HTMLElement>("[data-watch]");
const note = document.querySelector<HTMLElement>("[data-watch-note]");
const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>(".calls .call a")];

function step(by: number): void {
  const all = links();
  const at = all.indexOf(document.activeElement as HTMLAnchorElement);
  all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
});

const plain = (html: string): string => html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

async function look(old: HTMLElement): Promise<void> {
  // Whoever is choosing must not lose what they chose, nor the row under their hand.
  if (document.hidden || old.querySelector(":checked[type=checkbox]") || old.querySelector("select:focus, button:focus")) return;
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("[data-watch]");
  if (!fresh || plain(fresh.innerHTML) === plain(old.innerHTML)) return;
  const held = (document.activeElement as HTMLAnchorElement | null)?.getAttribute("href");
  old.replaceChildren(...fresh.childNodes);
  if (held) links().find((one) => one.getAttribute("href") === held)?.focus({ preventScroll: true });
  if (note) note.textContent = note.dataset.watchNote ?? "";
}

if (board) setInterval(() => void look(board).catch(() => undefined), EVERY_MS);
export {};
