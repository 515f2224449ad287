// Fills in the phone's own position on request; the form is complete without it.
const button = document.querySelector("[data-my-position]");
if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const lat = document.querySelector("#id_lat");
        const lon = document.querySelector("#id_lon");
        lat.value = coords.latitude.toFixed(6);
        lon.value = coords.longitude.toFixed(6);
        lat.closest("details").open = true;
      },
      () => { button.hidden = true; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
