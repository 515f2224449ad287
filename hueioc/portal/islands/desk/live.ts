// News from the city and from the desk itself: what came in, who else looks, how old the page is.
import { post, words } from "./ask";

const HERE_MS = 15_000;
const STALE_MS = 60_000;
const sign = document.getElementById("live") as HTMLElement | null;

interface Fact { kind: string; subject: string; data: { verb?: string } }
export interface Heard {
  opened: (code: string) => void;
  changed: (code: string) => void;
  others: (names: string[], version: number) => void;
}

let last = Date.now();
let isLost = false;

function showAge(): void {
  if (!sign) return;
  const age = Date.now() - last;
  const minutes = Math.max(1, Math.floor(age / 60_000));
  const state = age > STALE_MS ? "stale" : isLost ? "lost" : "online";
  const text = state === "stale" ? words("stale", minutes)
    : state === "lost" ? words("lost")
      : `${words("online")} · ${words("seconds", Math.round(age / 1000))}`;
  if (sign.dataset.state !== state || state !== "online") sign.dataset.state = state;
  // Counted seconds are for eyes; a screen reader is told only when the state changes.
  sign.setAttribute("role", state === "online" ? "none" : "status");
  if (sign.textContent !== text) sign.textContent = text;
}

export function follow(openCode: () => string, heard: Heard): void {
  const source = new EventSource("/live?kinds=case");
  source.addEventListener("open", () => { isLost = false; last = Date.now(); });
  source.addEventListener("error", () => { isLost = true; });
  source.addEventListener("fact", (event) => {
    last = Date.now();
    const fact = JSON.parse((event as MessageEvent<string>).data) as Fact;
    const code = fact.subject.split(":")[1] ?? "";
    if (fact.kind === "case.opened") heard.opened(code);
    else heard.changed(code);
  });
  const here = async (): Promise<void> => {
    try {
      const { ok, data } = await post<{ others: string[]; version: number }>("/desk/here/", { case: openCode() });
      if (!ok) return;
      last = Date.now();
      heard.others(data.others, data.version);
    } catch {
      isLost = true;
    }
  };
  window.setInterval(() => void here(), HERE_MS);
  document.addEventListener("opened", () => void here());
  void here();
  window.setInterval(showAge, 1000);
  showAge();
  addEventListener("pagehide", () => source.close());
}
