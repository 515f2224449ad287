// While a question is typed, what was answered before appears beside it.
const QUIET_MS = 300;
const form = document.querySelector<HTMLFormElement>("form[data-ask]");
const place = document.getElementById("similar");
let timer = 0;
let turn = 0;

async function look(): Promise<void> {
  if (!form || !place) return;
  const mine = ++turn;
  const answer = await fetch(form.dataset.ask!, { method: "POST", body: new FormData(form) });
  if (!answer.ok || mine !== turn) return;
  const html = await answer.text();
  if (html !== place.dataset.shown) place.innerHTML = html; // unchanged, it is not read aloud again
  place.dataset.shown = html;
}

for (const name of ["title", "text"]) {
  form?.querySelector(`[name=${name}]`)?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look().catch(() => undefined), QUIET_MS);
  });
}
