// The service worker: the app opens without a network. Pages of one person only, and never those of another build.
type Build = { version: string; shell: string[] };
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Pushed = Extendable & { data: { json(): { title: string; body: string; path: string; tag: string } } | null };
type Clicked = Extendable & { notification: Notification };
interface Worker {
  addEventListener(kind: string, act: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; openWindow(path: string): Promise<unknown> };
  registration: { showNotification(title: string, more: NotificationOptions): Promise<void> };
  location: Location;
}
declare const HUEIOC_BUILD: Build;

const worker = self as unknown as Worker;
const FILES = `files-${HUEIOC_BUILD.version}`;
const PAGES = `pages-${HUEIOC_BUILD.version}`;
// Pages of staff that say nothing about a person and that the server marks as such: the handbook, read where no network is.
const SHELF = `shelf-${HUEIOC_BUILD.version}`;
const OFFLINE = "/offline/";
const AT_HAND = ["/report/", "/reports/mine/", "/rescue/"];
const OWNER = "/__owner";
const SECONDS = 8;
// What a person may want to see without a network; everything else is asked from the city.
const KEPT = [/^\/$/, /^\/report\/$/, /^\/rescue\/$/, /^\/reports\/mine\/$/, /^\/reports\/[^/]+\/(receipt\/)?$/, /^\/handbook\/([^/]+\/)?$/];

worker.addEventListener("install", (event: Extendable) => {
  event.waitUntil(
    caches.open(FILES).then((cache) => cache.addAll([...HUEIOC_BUILD.shell, OFFLINE])).then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event: Extendable) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => ![FILES, PAGES, SHELF].includes(name)).map((name) => caches.delete(name)));
    await worker.clients.claim();
    await keepAtHand();
  };
  event.waitUntil(old());
});

// What must be at hand when the network goes: a new report, and the list of what waits.
async function keepAtHand(): Promise<void> {
  try {
    for (const path of AT_HAND) await remember(new Request(path), await fetch(path, { credentials: "same-origin" }));
  } catch {
    // Without a network there is nothing to keep yet.
  }
}

async function remember(request: Request, answer: Response): Promise<void> {
  const owner = answer.headers.get("X-Page-Owner");
  if (!owner || !answer.ok || answer.redirected) return;
  const known = await (await caches.open(PAGES)).match(OWNER);
  const isSame = known !== undefined && (await known.text()) === owner;
  if (!isSame) {
    await caches.delete(PAGES); // somebody else is here now: nothing of the person before may be shown
    await (await caches.open(PAGES)).put(OWNER, new Response(owner));
  }
  if (owner === "staff") return shelve(request, answer);
  await caches.delete(SHELF); // staff have signed out here, or never were
  const path = new URL(request.url).pathname;
  if (KEPT.some((form) => form.test(path))) await (await caches.open(PAGES)).put(path, answer.clone());
  if (!isSame && !AT_HAND.includes(path)) await keepAtHand();
}

// The mark names one account and one language without telling which; another one's shelf is emptied first.
async function shelve(request: Request, answer: Response): Promise<void> {
  const mark = answer.headers.get("X-Keep-Offline");
  if (!mark) return;
  const known = await (await caches.open(SHELF)).match(OWNER);
  if (known === undefined || (await known.text()) !== mark) {
    await caches.delete(SHELF);
    await (await caches.open(SHELF)).put(OWNER, new Response(mark));
  }
  await (await caches.open(SHELF)).put(new URL(request.url).pathname, answer.clone());
}

async function kept(path: string): Promise<Response | undefined> {
  return (await (await caches.open(PAGES)).match(path)) ?? (await caches.open(SHELF)).match(path);
}

// A page of the handbook that an open page asks for ahead, so that it is here before the network goes.
async function ahead(event: Fetching): Promise<Response> {
  const answer = await fetch(event.request);
  await remember(event.request, answer);
  return answer;
}

async function page(event: Fetching): Promise<Response> {
  const path = new URL(event.request.url).pathname;
  try {
    const answer = await quick(event.request, path);
    event.waitUntil(remember(event.request, answer.clone()));
    return answer;
  } catch {
    return (await kept(path)) ?? (await (await caches.open(FILES)).match(OFFLINE)) ?? Response.error();
  }
}

// In the rain a network may be there and yet give nothing: what is kept is shown after some seconds.
async function quick(request: Request, path: string): Promise<Response> {
  if (!(await kept(path))) return fetch(request);
  const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("slow")), SECONDS * 1000));
  return Promise.race([fetch(request), late]);
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

worker.addEventListener("fetch", (event: Fetching) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  // Only files whose address changes with their content are kept.
  const isFile = url.pathname.startsWith("/static/ui/") && (url.searchParams.has("v") || /\/(chunks|fonts)\//.test(url.pathname));
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (event.request.headers.has("X-For-Offline")) event.respondWith(ahead(event));
  else if (isFile) event.respondWith(file(event.request));
});

worker.addEventListener("push", (event: Pushed) => {
  const said = event.data?.json();
  if (!said) return;
  const more = { body: said.body, tag: said.tag, icon: "/static/ui/mark.svg", data: said.path };
  event.waitUntil(worker.registration.showNotification(said.title, more));
});

worker.addEventListener("notificationclick", (event: Clicked) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(String(event.notification.data ?? "/")));
});
