// A place may carry the exact point, when the person gives it; without it the ward is enough.
const box = document.querySelector<HTMLElement>("[data-here]");
const field = (name: string) => document.querySelector<HTMLInputElement>(`input[name=${name}]`);

if (box && "geolocation" in navigator) {
  const said = box.querySelector<HTMLElement>("[role=status]");
  box.hidden = false;
  box.querySelector("button")?.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field("lat")!.value = coords.latitude.toFixed(5);
        field("lon")!.value = coords.longitude.toFixed(5);
        if (said) said.textContent = box.dataset.done ?? "";
      },
      () => {
        if (said) said.textContent = box.dataset.failed ?? "";
      },
      { timeout: 10_000 },
    );
  });
}
