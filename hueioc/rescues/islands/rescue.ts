// The public call for help: the phone's own place at once, one key for each call, and the outbox when there is no network.
import { drop, isSent, keep, mine, newKey, owner, sendAll, type Fault } from "../../ui/islands/outbox/store";

const form = document.querySelector<HTMLFormElement>("form[data-rescue]");
const said = form?.dataset ?? {};

const field = (name: string): HTMLInputElement => form!.elements.namedItem(name) as HTMLInputElement;

function note(words: string): void {
  form!.querySelector("[data-place] span")!.textContent = words;
}

function locate(): void {
  if (!("geolocation" in navigator)) return;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field("lat").value = coords.latitude.toFixed(6);
      field("lon").value = coords.longitude.toFixed(6);
      field("accuracy").value = String(Math.round(coords.accuracy));
      note(said.saidPlace!.replace("{m}", field("accuracy").value));
    },
    () => note(said.saidNoPlace!),
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
  );
}

function fields(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of new FormData(form!)) {
    if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
    // The outbox keeps one text for a name; several needs travel behind each other.
    found[name] = name in found ? `${found[name]}\n${value}` : value;
  }
  return found;
}

function photos(): Blob[] {
  return [...(field("photos").files ?? [])].slice(0, 5);
}

function showFaults(title: string, faults: Fault[]): void {
  const box = document.createElement("div");
  box.className = "faults";
  box.id = "faults";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.textContent = title;
  const lines = document.createElement("ul");
  for (const fault of faults) {
    const line = document.createElement("li");
    line.textContent = fault.label ? `${fault.label}: ${fault.sentence}` : fault.sentence;
    lines.append(line);
  }
  box.append(heading, lines);
  form!.querySelector("[data-faults]")!.replaceChildren(box);
  box.focus();
}

function showWaiting(): void {
  const banner = document.createElement("p");
  banner.className = "banner banner-info";
  banner.dataset.waitingNote = "";
  banner.setAttribute("role", "status");
  banner.tabIndex = -1;
  banner.textContent = said.saidWaiting!;
  form!.before(banner);
  form!.hidden = true;
  banner.focus();
}

// What the server would refuse is said at once, before it waits for a network that may be hours away.
function saysNothing(): boolean {
  return !["lat", "address", "phone", "text"].some((name) => field(name).value.trim());
}

// A call that was refused after it had waited comes back into the form, under a key of its own.
async function restore(): Promise<void> {
  const kept = (await mine()).find((item) => item.path === "/rescue/" && item.state === "faulty");
  if (!kept) return;
  for (const [name, value] of Object.entries(kept.fields)) {
    const input = form!.elements.namedItem(name);
    if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) if (name !== "key") input.value = value;
  }
  await drop(kept.id);
  if (kept.note) note(kept.note);
}

async function send(): Promise<void> {
  if (saysNothing()) {
    note(said.saidNoPlace!);
    field("phone").focus();
    return;
  }
  const call = { id: field("key").value, owner: owner(), state: "waiting" as const, path: "/rescue/", fields: fields(), photos: photos(), at: Date.now() };
  await keep(call);
  const result = (await sendAll()).find((one) => one.id === call.id);
  if (result && isSent(result)) location.assign(result.receipt);
  else if (result) showFaults(result.title, result.faults);
  else showWaiting();
}

if (form) {
  locate();
  if ("indexedDB" in window) {
    // A page that lies on the phone has the same key for everybody who opens it; each call needs its own.
    field("key").value = newKey();
    void restore().catch(() => undefined);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Where nothing can be kept (a private window), the form is sent as without scripts.
      void send().catch(() => form.submit());
    });
  }
}
