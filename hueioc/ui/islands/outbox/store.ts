// Keeps drafts and reports that wait for the network on this phone, and sends each exactly once: the key of a report
// makes the server answer a repeated sending with the report it already has.
export type State = "draft" | "waiting" | "faulty";
export type Fault = { field: string; label?: string; sentence: string };
export type Kept = {
  id: string;
  owner: string;
  state: State;
  fields: Record<string, string>;
  photos: Blob[];
  at: number;
  note?: string;
  path?: string; // where it is sent; a report's page without one
};
export type Sent = { id: string; code: string; receipt: string };
export type Refused = { id: string; title: string; faults: Fault[] };

const DATABASE = "hueioc";
const STORE = "reports";
const GUEST = "guest";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (item: Kept) => inStore("readwrite", (store) => store.put(item));
export const drop = (id: string) => inStore("readwrite", (store) => store.delete(id));
export const all = () => inStore<Kept[]>("readonly", (store) => store.getAll());

export function owner(): string {
  return document.body.dataset.owner || GUEST;
}

export async function mine(): Promise<Kept[]> {
  const own = owner();
  return (await all()).filter((item) => item.owner === own || item.owner === GUEST).sort((a, b) => a.at - b.at);
}

export async function draft(): Promise<Kept | undefined> {
  const kept = (await mine()).filter((item) => item.state !== "waiting" && item.path === undefined);
  return kept.find((item) => item.state === "faulty") ?? kept[kept.length - 1];
}

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function cookie(name: string): string {
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

async function post(item: Kept): Promise<Response> {
  const body = new FormData();
  // A field that was chosen several times lies here line by line; a text of several lines has a name of its own.
  const several = (name: string) => item.path !== undefined && name === "needs";
  for (const [name, value] of Object.entries(item.fields)) {
    for (const one of several(name) ? value.split("\n") : [value]) body.append(name, one);
  }
  item.photos.forEach((photo, number) => body.append("photos", photo, `photo-${number + 1}.jpg`));
  const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
  return fetch(item.path ?? "/report/", { method: "POST", headers, body, credentials: "same-origin" });
}

async function sendOne(item: Kept): Promise<Sent | Refused> {
  let answer = await post(item);
  if (answer.status === 403) {
    // The page may have lain on the phone for longer than its token was good: fetch a new one, once.
    await fetch(item.path ?? "/report/", { cache: "no-store", credentials: "same-origin" });
    answer = await post(item);
  }
  if (answer.status === 201) {
    const { code, receipt } = (await answer.json()) as Sent;
    await drop(item.id);
    return { id: item.id, code, receipt };
  }
  if (answer.status === 400 || answer.status === 409) {
    const { title, faults } = (await answer.json()) as Refused;
    await keep({ ...item, state: "faulty", note: faults.map((fault) => fault.sentence).join(" ") });
    return { id: item.id, title, faults };
  }
  throw new Error(`The server answered ${answer.status}.`);
}

// What was sent or refused; what is missing still waits. One page sends at a time; reports of another account wait until its owner is back.
export async function sendAll(): Promise<(Sent | Refused)[]> {
  const work = async () => {
    const done: (Sent | Refused)[] = [];
    try {
      // Calls for help go before everything else that waits.
      const waits = (await mine()).filter((kept) => kept.state === "waiting");
      waits.sort((a, b) => Number(b.path === "/rescue/") - Number(a.path === "/rescue/"));
      for (const item of waits) done.push(await sendOne(item));
    } catch {
      // No network, or the server is not well: what is left stays here and is tried again.
    }
    return done;
  };
  return "locks" in navigator ? navigator.locks.request("hueioc-outbox", work) : work();
}

export function isSent(result: Sent | Refused): result is Sent {
  return "receipt" in result;
}
