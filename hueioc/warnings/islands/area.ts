// Drawing an area: a press on the map chooses a ward, or adds a point to the field where it could be typed as well.
const SVG = "http://www.w3.org/2000/svg";
const card = document.querySelector<HTMLElement>("[data-area-draw]");
const map = card?.querySelector<SVGSVGElement>("svg.area-map");
const points = document.querySelector<HTMLTextAreaElement>("[data-points]");

function kind(): string {
  return document.querySelector<HTMLInputElement>("[name=area_kind]:checked")?.value ?? "units";
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("[name=units]")];
}

// The inverse of the web map's projection (spherical Mercator).
function degrees(x: number, y: number): [number, number] {
  const data = map!.dataset;
  const across = Number(data.west) + x / Number(data.scale);
  const down = Number(data.north) + y / Number(data.scale);
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180) / Math.PI;
  return [lat, across * 360 - 180];
}

function pixels(lat: number, lon: number): [number, number] {
  const data = map!.dataset;
  const across = (lon + 180) / 360;
  const down = 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [(across - Number(data.west)) * Number(data.scale), (down - Number(data.north)) * Number(data.scale)];
}

function show(): void {
  map!.querySelectorAll("circle, path[data-typed]").forEach((mark) => mark.remove());
  const chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  map!.querySelectorAll<SVGPathElement>("path[data-code]").forEach((path) => {
    path.classList.toggle("warned", kind() === "units" && chosen.has(path.dataset.code ?? ""));
  });
  const typed = (points?.value ?? "").trim().split(/[\s;]+/).filter(Boolean);
  const marks = typed.map((pair) => pair.split(",").map(Number)).filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
  const places = marks.map(([lat, lon]) => pixels(lat!, lon!));
  if (kind() === "units" || !places.length) return;
  for (const [x, y] of places) {
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("cx", String(x));
    dot.setAttribute("cy", String(y));
    dot.setAttribute("r", "4");
    map!.append(dot);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", "sketch");
  path.dataset.typed = "";
  path.setAttribute("d", "M" + places.map(([x, y]) => `${x} ${y}`).join("L") + (kind() === "polygon" ? "Z" : ""));
  map!.append(path);
}

if (map && points) {
  map.addEventListener("click", (event) => {
    if (kind() === "units") {
      const code = (event.target as SVGElement).dataset.code;
      const box = boxes().find((one) => one.value === code);
      if (box) box.checked = !box.checked;
    } else {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM()!.inverse());
      const [lat, lon] = degrees(at.x, at.y);
      const line = `${lat.toFixed(5)},${lon.toFixed(5)}`;
      points.value = kind() === "circle" || !points.value.trim() ? line : `${points.value.trim()}\n${line}`;
    }
    show();
  });
  document.addEventListener("change", show);
  points.addEventListener("input", show);
  show();
}
