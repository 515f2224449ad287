// <hue-map>: our own boundaries and pins as vector tiles, in the colours of the page; nothing comes from outside.
import { Map as MapView, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource, LayerSpecification, StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { addMarks, MARKS, token } from "./map/marks";

setWorkerUrl(workerUrl);

// No glyphs are named, so letters are drawn by the browser from the page's own fonts.
const FONT = ["Be Vietnam Pro"];
const NOTHING = { type: "FeatureCollection" as const, features: [] };

const inked = () => ({
  "text-color": token("--map-label"), "text-halo-color": token("--map-halo"), "text-halo-width": 1.5,
});

function ground(): LayerSpecification[] {
  return [
    { id: "background", type: "background", paint: { "background-color": token("--map-bg") } },
    { id: "land", type: "fill", source: "areas", "source-layer": "areas", paint: { "fill-color": token("--map-land") } },
    {
      id: "boundaries", type: "line", source: "areas", "source-layer": "areas",
      paint: { "line-color": token("--map-line"), "line-width": 1 },
    },
  ];
}

function work(layer: string): LayerSpecification[] {
  return [
    {
      id: "clusters", type: "circle", source: "pins", "source-layer": layer, filter: [">", ["get", "count"], 1],
      paint: {
        "circle-color": token("--brand"),
        "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 11, 100, 19, 5000, 34],
        "circle-stroke-color": token("--surface"), "circle-stroke-width": 2,
      },
    },
    {
      id: "counts", type: "symbol", source: "pins", "source-layer": layer, filter: [">", ["get", "count"], 1],
      layout: { "text-field": ["to-string", ["get", "count"]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true },
      paint: { "text-color": token("--on-brand") },
    },
    {
      id: "pins", type: "symbol", source: "pins", "source-layer": layer, filter: ["==", ["get", "count"], 1],
      layout: {
        "icon-image": ["match", ["get", "late"], Object.keys(MARKS), ["get", "late"], "in_time"],
        "icon-size": ["case", ["==", ["get", "urgency"], "urgent"], 1, 0.72],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["match", ["get", "late"], "over", 3, "soon", 2, "new", 1, 0],
      },
    },
    {
      id: "ring", type: "circle", source: "chosen",
      paint: {
        "circle-radius": 17, "circle-opacity": 0, "circle-stroke-color": token("--brand"), "circle-stroke-width": 4,
      },
    },
    {
      id: "labels", type: "symbol", source: "areas", "source-layer": "labels",
      layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": 12, "text-max-width": 7 },
      paint: inked(),
    },
  ];
}

function style(layer: string): StyleSpecification {
  const tiles = (of: string) => [`${location.origin}/tiles/${of}/{z}/{x}/{y}.mvt`];
  return {
    version: 8,
    sources: {
      areas: { type: "vector", tiles: tiles("areas"), maxzoom: 14 },
      pins: { type: "vector", tiles: tiles(layer), maxzoom: 16 },
      chosen: { type: "geojson", data: NOTHING },
    },
    layers: [...ground(), ...work(layer)],
  };
}

/** A sector layer over the ground and under the work: points as dots, lines, and surfaces with a thin edge. */
function sector(code: string, geometry: string): LayerSpecification {
  const from = { id: `sector-${code}`, source: `sector-${code}`, "source-layer": code };
  const colour = token("--st-triaged");
  if (geometry === "line") return { ...from, type: "line", paint: { "line-color": colour, "line-width": 2 } };
  if (geometry === "polygon") {
    return { ...from, type: "fill", paint: { "fill-color": colour, "fill-opacity": 0.35, "fill-outline-color": colour } };
  }
  return { ...from, type: "circle", paint: { "circle-color": colour, "circle-radius": 3 } };
}

class HueMap extends HTMLElement {
  static observedAttributes = ["data-mark"];
  private view?: MapView;
  private theme?: MutationObserver;

  connectedCallback(): void {
    const [west, south, east, north] = (this.dataset.bounds ?? "").split(",").map(Number);
    const layer = this.dataset.layer ?? "cases";
    const view = new MapView({
      container: this,
      style: style(layer),
      bounds: [west, south, east, north],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      fadeDuration: 0,
    });
    this.view = view;
    view.touchZoomRotate.disableRotation();
    view.addControl(new NavigationControl({ showCompass: false }));
    view.on("style.load", () => {
      addMarks(view);
      this.ring();
      this.layers();
    });
    view.on("load", () => { this.dataset.ready = "yes"; });
    const panel = document.querySelector<HTMLElement>("[data-layers]");
    if (panel) panel.hidden = false;
    panel?.addEventListener("change", () => this.layers());
    view.on("click", "pins", (event) => {
      const ref = String(event.features?.[0]?.properties.ref ?? "");
      if (ref.includes(":")) this.choose(ref, event.lngLat.toArray());
    });
    view.on("click", "clusters", (event) => {
      view.easeTo({ center: event.lngLat, zoom: view.getZoom() + 2, animate: !this.isStill() });
    });
    for (const one of ["pins", "clusters"]) {
      view.on("mouseenter", one, () => { view.getCanvas().style.cursor = "pointer"; });
      view.on("mouseleave", one, () => { view.getCanvas().style.cursor = ""; });
    }
    this.theme = new MutationObserver(() => view.setStyle(style(layer)));
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  attributeChangedCallback(): void {
    this.ring();
  }

  disconnectedCallback(): void {
    this.theme?.disconnect();
    this.view?.remove();
  }

  private isStill(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  private choose(ref: string, at: [number, number]): void {
    const [kind, number = ""] = ref.split(":");
    // A page that shows the report beside the map takes it; everywhere else a link leads to the work behind the pin.
    if (kind === "case" && !this.dispatchEvent(new CustomEvent("choose", { detail: number, bubbles: true, cancelable: true }))) return;
    const link = document.createElement("a");
    link.href = `/to/${ref}/`;
    link.className = "link";
    link.textContent = number;
    new Popup({ closeButton: false }).setLngLat(at).setDOMContent(link).addTo(this.view as MapView);
  }

  /** Show the sector layers that are ticked beside the map, and take the others away. */
  private layers(): void {
    const view = this.view as MapView;
    for (const box of document.querySelectorAll<HTMLInputElement>("[data-layers] input")) {
      const id = `sector-${box.value}`;
      const isThere = Boolean(view.getSource(id));
      if (box.checked && !isThere) {
        const tiles = [`${location.origin}/tiles/${box.value}/{z}/{x}/{y}.mvt`];
        view.addSource(id, { type: "vector", tiles, maxzoom: 16 });
        view.addLayer(sector(box.value, box.dataset.geometry ?? ""), "clusters");
      } else if (!box.checked && isThere) {
        view.removeLayer(id);
        view.removeSource(id);
      }
    }
    this.dataset.layers = [...document.querySelectorAll<HTMLInputElement>("[data-layers] input:checked")].map((box) => box.value).join(" ");
  }

  /** Ring the place in `data-mark` ("lon,lat") and bring it into view; nothing without one. */
  private ring(): void {
    const source = this.view?.getSource<GeoJSONSource>("chosen");
    if (!this.view || !source) return;
    const at = (this.dataset.mark ?? "").split(",").map(Number) as [number, number];
    if (at.length !== 2 || at.some(Number.isNaN)) {
      source.setData(NOTHING);
      this.dataset.ringed = "";
      return;
    }
    source.setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } });
    this.dataset.ringed = this.dataset.mark ?? "";
    this.view.easeTo({ center: at, zoom: Math.max(this.view.getZoom(), 13), animate: !this.isStill() });
  }
}

customElements.define("hue-map", HueMap);
