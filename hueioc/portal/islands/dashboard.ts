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
