// Keeps the page of the installation's health alive: takes its part anew, and says in words when it could not.
const REFRESH_MS = 10_000;
const STALE_MS = 60_000;

const part = document.querySelector<HTMLElement>("[data-status]")!;
const age = document.querySelector<HTMLElement>("[data-age]")!;
const language = document.documentElement.lang;
const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: part.dataset.zone });
const ago = new Intl.RelativeTimeFormat(language, { numeric: "always" });

let taken = Date.now();
let asked = taken;
let asking = false;

async function take(): Promise<void> {
  asking = true;
  asked = Date.now();
  try {
    const answer = await fetch(part.dataset.status!, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(8_000) });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(fresh);
      taken = Date.now();
    }
  } catch {
    // The words in the head say how old the page is; the next try follows by itself.
  } finally {
    asking = false;
  }
}

function show(fresh: Document): void {
  // Only pieces that differ are changed: a reader is not told the same again, and keeps the focus where it was.
  const now = [...part.children];
  const next = [...fresh.body.children];
  if (now.length !== next.length) {
    part.replaceChildren(...next);
    return;
  }
  next.forEach((piece, place) => {
    const old = now[place]!;
    if (old.isEqualNode(piece)) return;
    const held = old.contains(document.activeElement) ? document.activeElement!.id : "";
    old.replaceWith(piece);
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  });
}

function tick(): void {
  const now = Date.now();
  if (!asking && !document.hidden && now - asked >= REFRESH_MS) void take();
  const isStale = now - taken >= STALE_MS;
  age.toggleAttribute("data-stale", isStale);
  part.toggleAttribute("data-stale", isStale);
  age.textContent = isStale
    ? age.dataset.staleWords!.replace("{at}", time.format(taken))
    : age.dataset.fresh!.replace("{ago}", ago.format(-Math.round((now - taken) / 1000), "second"));
}

setInterval(tick, 1_000);
tick();

export {};
