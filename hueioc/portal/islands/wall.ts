// Keeps the wall alive for a whole shift: takes its part anew after news, tells the time, and says in words when it is old.
const REFRESH_AT_MOST_MS = 2_000;
const REFRESH_AT_LEAST_MS = 30_000;
const STALE_MS = 60_000;

const main = document.querySelector<HTMLElement>("[data-wall]")!;
const age = document.querySelector<HTMLElement>("[data-age]")!;
const clock = document.querySelector<HTMLElement>("[data-clock]")!;
const language = document.documentElement.lang;
const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: clock.dataset.zone });
const ago = new Intl.RelativeTimeFormat(language, { numeric: "always" });

let taken = Date.now();
let asking = false;
let wanted = 0;

async function take(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(main.dataset.wall!, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15_000) });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      main.replaceChildren(...fresh.body.childNodes);
      taken = Date.now();
      wanted = 0;
    }
  } catch {
    // The words beside the clock say how old the numbers are; the next try follows by itself.
  } finally {
    asking = false;
  }
}

function tick(): void {
  const now = Date.now();
  const old = now - taken;
  if ((wanted && now - wanted >= REFRESH_AT_MOST_MS) || old >= REFRESH_AT_LEAST_MS) void take();
  clock.textContent = time.format(now);
  const isStale = old >= STALE_MS;
  age.toggleAttribute("data-stale", isStale);
  main.toggleAttribute("data-stale", isStale);
  age.textContent = isStale
    ? age.dataset.staleWords!.replace("{at}", time.format(taken))
    : age.dataset.fresh!.replace("{ago}", ago.format(-Math.round(old / 1000), "second"));
}

// The stream only says that something happened; what the wall shows is always one whole, consistent answer.
const stream = new EventSource("/live");
stream.addEventListener("fact", () => { wanted ||= Date.now(); });
setInterval(tick, 1_000);
tick();

export {};
