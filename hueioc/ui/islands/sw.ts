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
const OFFLINE = "/offline/";
const FORM = "/report/";
const OWNER = "/__owner";
const SECONDS = 8;
// What a person may want to see without a network; everything else is asked from the city.
const KEPT = [/^\/$/, /^\/report\/$/, /^\/reports\/mine\/$/, /^\/reports\/[^/]+\/(receipt\/)?$/];

worker.addEventListener("install", (event: Extendable) => {
  event.waitUntil(
    caches.open(FILES).then((cache) => cache.addAll([...HUEIOC_BUILD.shell, OFFLINE])).then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event: Extendable) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== FILES && name !== PAGES).map((name) => caches.delete(name)));
    await worker.clients.claim();
    await keepForm();
  };
  event.waitUntil(old());
});

async function keepForm(): Promise<void> {
  try {
    await remember(new Request(FORM), await fetch(FORM, { credentials: "same-origin" }));
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
  if (owner === "staff") return;
  const path = new URL(request.url).pathname;
  if (KEPT.some((form) => form.test(path))) await (await caches.open(PAGES)).put(path, answer.clone());
  if (!isSame && path !== FORM) await keepForm();
}

async function page(event: Fetching): Promise<Response> {
  const path = new URL(event.request.url).pathname;
  try {
    const answer = await quick(event.request, path);
    event.waitUntil(remember(event.request, answer.clone()));
    return answer;
  } catch {
    const kept = await (await caches.open(PAGES)).match(path);
    return kept ?? (await (await caches.open(FILES)).match(OFFLINE)) ?? Response.error();
  }
}

// In the rain a network may be there and yet give nothing: what is kept is shown after some seconds.
async function quick(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(PAGES)).match(path);
  if (!kept) return fetch(request);
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
  const isFile = url.pathname.startsWith("/static/ui/built/") && (url.searchParams.has("v") || /\/(chunks|fonts)\//.test(url.pathname));
  if (event.request.mode === "navigate") event.respondWith(page(event));
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
