// What every citizen page adds to its HTML: the outbox, the list of what lies on this phone, sharing, printing.
import { drop, isSent, mine, sendAll, type Kept } from "./outbox/store";

const AGAIN_MS = 30_000;

function clone(id: string): HTMLElement | null {
  const template = document.querySelector<HTMLTemplateElement>(`template#${id}`);
  return (template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined) ?? null;
}

function say(note: HTMLElement): void {
  document.querySelector("#content")?.prepend(note);
}

async function deliver(): Promise<void> {
  if (document.querySelector("[data-report][data-sending]")) return; // the form itself waits for its answer
  for (const result of (await sendAll()).filter(isSent)) {
    const note = clone("sent-note");
    const link = note?.querySelector("a");
    if (!note || !link) continue;
    link.href = result.receipt;
    link.querySelector("bdi")!.textContent = result.code;
    document.querySelectorAll("[data-waiting-note]").forEach((old) => old.remove());
    say(note);
  }
  await list();
}

function row(item: Kept): HTMLElement | null {
  const name = item.state === "draft" ? "draft" : item.state === "waiting" ? "waiting" : "faulty";
  const template = document.querySelector<HTMLTemplateElement>(`template[data-${name}]`);
  const made = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!made) return null;
  made.querySelector("strong")!.textContent = item.fields.description?.slice(0, 90) || item.fields.address || "…";
  made.querySelector(".hint")!.textContent = item.note ?? new Date(item.at).toLocaleString(document.documentElement.lang);
  // What was refused is corrected where it was written.
  if (item.path) made.querySelector("a")?.setAttribute("href", item.path);
  return made;
}

async function list(): Promise<void> {
  const section = document.querySelector<HTMLElement>("[data-outbox-list]");
  const kept = await mine();
  const waits = kept.some((item) => item.state === "waiting");
  if (section) {
    section.querySelector("[data-items]")!.replaceChildren(...kept.map(row).filter((made) => made !== null));
    section.hidden = kept.length === 0;
  } else if (waits && !document.querySelector("[data-waiting-note]")) {
    const note = clone("waiting-note");
    if (note) say(note);
  }
  if (waits) setTimeout(deliver, AGAIN_MS);
}

async function share(button: HTMLElement): Promise<void> {
  const url = button.dataset.share!;
  if (navigator.share) {
    await navigator.share({ url, title: document.title }).catch(() => undefined);
    return;
  }
  await navigator.clipboard.writeText(url);
  const said = document.createElement("p");
  said.className = "banner";
  said.setAttribute("role", "status");
  said.textContent = button.dataset.said ?? "";
  say(said);
}

for (const button of document.querySelectorAll<HTMLElement>("[data-share], [data-print]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-share], [data-print]");
  if (button?.dataset.share) void share(button);
  else if (button) window.print();
});
// A summary of errors takes the focus; some browsers do not do this by themselves.
document.querySelector<HTMLElement>("#faults")?.focus();
// Who signs out takes what they wrote with them.
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
  void mine().then((kept) => kept.filter((item) => item.state === "draft").forEach((item) => void drop(item.id)));
});

if ("indexedDB" in window) {
  addEventListener("online", () => void deliver());
  void deliver();
}
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined);
