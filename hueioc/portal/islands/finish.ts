// Fills in the words of a standard answer and its outcome, shows how many pictures were taken, hides the promised day.
const text = document.querySelector<HTMLTextAreaElement>("#id_text");
const promise = document.querySelector<HTMLElement>("[data-promise]");
const chosen = document.querySelector<HTMLElement>("[data-chosen]");
const photos = document.querySelector<HTMLInputElement>("#id_photos");

const outcomes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("[name=outcome]")];

function showPromise(): void {
  if (!promise) return;
  promise.hidden = outcomes().find((radio) => radio.checked)?.value !== "planned" && !promise.querySelector(".err");
}

let filled = "";
document.addEventListener("change", (event) => {
  const radio = event.target as HTMLInputElement;
  if (radio.name === "template" && text) {
    // Own words stay; only what a template put there gives way to the next one.
    if (!text.value.trim() || text.value === filled) text.value = filled = radio.dataset.text ?? "";
    for (const outcome of outcomes()) if (outcome.value === radio.dataset.outcome) outcome.checked = true;
  }
  showPromise();
});
photos?.addEventListener("change", () => {
  if (chosen) chosen.textContent = [...(photos.files ?? [])].map((file) => file.name).join(", ");
});
showPromise();

export {};
