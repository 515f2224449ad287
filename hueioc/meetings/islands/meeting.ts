// Keeps the page of a meeting true while people sit in it: asks for it anew and takes over what has changed.
// It asks instead of listening, because of a confidential meeting the live stream tells nobody anything.
export {};

const EVERY_MS = 6000;
const FOCUSABLE = "a[href], button, summary";
const page = document.querySelector<HTMLElement>("[data-watch]");
const note = document.querySelector<HTMLElement>("[data-watch-note]");

// Each answer carries a fresh token against forged forms, which is no change of the meeting.
const plain = (part: HTMLElement): string => part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "").replace(/ open=""/g, "");

function takeOver(old: HTMLElement, fresh: HTMLElement): void {
  const opened = [...old.querySelectorAll("details")].map((one) => one.open);
  const places = [...old.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const place = places.indexOf(document.activeElement as HTMLElement);
  const words = place < 0 ? "" : places[place].textContent;
  old.replaceChildren(...fresh.childNodes);
  old.querySelectorAll("details").forEach((one, index) => (one.open = opened[index] ?? false));
  const same = [...old.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.textContent === words);
  if (place >= 0) same[0]?.focus({ preventScroll: true });
}

async function look(part: HTMLElement): Promise<void> {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = read.querySelector<HTMLElement>("[data-watch]");
  if (!fresh || plain(fresh) === plain(part)) return;
  takeOver(part, fresh);
  if (note) note.textContent = note.dataset.watchNote ?? "";
}

if (page) setInterval(() => void look(page).catch(() => undefined), EVERY_MS);
