// Keeps the handbook on this device for days without a network, and says when a page is read from there.
const DONE = "handbook-kept";

function tell(): void {
  document.querySelectorAll<HTMLElement>("[data-without-network]").forEach((note) => (note.hidden = navigator.onLine));
}

async function controlled(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  if (navigator.serviceWorker.controller) return;
  await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
}

// One after the other: reading now comes before reading later.
async function keep(): Promise<void> {
  await controlled();
  const sheets = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((one) => one.href);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].map((one) => one.src);
  for (const address of [...sheets, ...scripts]) await fetch(address).catch(() => undefined);
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-keep]")].map((one) => one.href);
  const isDone = sessionStorage.getItem(DONE) === "yes";
  for (const address of [location.pathname, ...(isDone ? [] : links)]) {
    await fetch(address, { headers: { "X-For-Offline": "yes" } }).catch(() => undefined);
  }
  if (links.length) sessionStorage.setItem(DONE, "yes");
}

addEventListener("online", tell);
addEventListener("offline", tell);
tell();
if ("serviceWorker" in navigator && navigator.onLine && !location.search) void keep().catch(() => undefined);
