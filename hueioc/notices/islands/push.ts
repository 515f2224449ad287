// Asks for messages on this phone, only after somebody has sent a report and only when they press the button.
const box = document.querySelector<HTMLElement>("[data-push]");

function cookie(name: string): string {
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

function bytes(key: string): Uint8Array<ArrayBuffer> {
  const plain = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function turnOn(data: DOMStringMap): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { key } = (await (await fetch(data.key!)).json()) as { key: string };
  const worker = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  const subscription = await worker.pushManager.subscribe(wanted);
  const body = JSON.stringify({ ...subscription.toJSON(), subject: data.subject ?? "" });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") };
  return (await fetch(data.subscribe!, { method: "POST", headers, body, credentials: "same-origin" })).ok;
}

if (box && "PushManager" in window && "serviceWorker" in navigator && Notification.permission !== "denied") {
  box.hidden = false;
  const note = box.querySelector<HTMLElement>("[data-push-said]")!;
  const button = box.querySelector<HTMLButtonElement>("[data-push-on]")!;
  button.addEventListener("click", async () => {
    const isOn = await turnOn(box.dataset).catch(() => false);
    note.textContent = (isOn ? box.dataset.saidOn : box.dataset.saidOff) ?? "";
    button.hidden = isOn;
  });
}

export {};
