// The page of a team's phone: tells where the team is while it is open, and asks for the next stop on a bad line.
import "../../meetings/islands/meeting";

const EVERY_MS = 60_000;
const note = document.querySelector<HTMLElement>("[data-team-position]");

function cookie(name: string): string {
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

function token(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? cookie("csrftoken");
}

function tell(): void {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const body = new FormData();
      body.append("lat", coords.latitude.toFixed(6));
      body.append("lon", coords.longitude.toFixed(6));
      const headers = { Accept: "application/json", "X-CSRFToken": token() };
      fetch(note!.dataset.address!, { method: "POST", headers, body, credentials: "same-origin" })
        .then((answer) => { if (answer.ok) note!.textContent = note!.dataset.said!; })
        .catch(() => undefined); // no network: the next minute tries again
    },
    () => undefined,
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 20_000 },
  );
}

if (note && "geolocation" in navigator) {
  tell();
  setInterval(tell, EVERY_MS);
}
