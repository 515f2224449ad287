// The comfort of the dashboard: print, and the address into the clipboard. Everything else stands in the page.
const shown = (selector: string, act: (button: HTMLElement) => void): void => {
  for (const button of document.querySelectorAll<HTMLElement>(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
};

shown("[data-print]", () => print());
shown("[data-share]", async (button) => {
  if (navigator.share) await navigator.share({ title: document.title, url: location.href }).catch(() => undefined);
  else await navigator.clipboard.writeText(location.href);
  button.dataset.done = "yes";
});

// Numbers that stand on a screen too long say so: grey, a dashed border, and their age in words.
const numbers = document.querySelector<HTMLElement>("[data-as-of]");
function age(): void {
  const from = Date.parse(numbers!.dataset.asOf!);
  if (Date.now() - from < Number(numbers!.dataset.staleAfterS) * 1_000) return;
  for (const card of numbers!.querySelectorAll(".card")) card.toggleAttribute("data-stale", true);
  const note = document.querySelector<HTMLElement>("[data-stale-note]");
  if (note) note.hidden = false;
}
if (numbers) setInterval(age, 15_000);

export {};
