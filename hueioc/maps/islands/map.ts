// <hue-map>: our own boundaries and pins as vector tiles, in the colours of the page; nothing comes from outside.
import { Map as MapView, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(workerUrl);

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const byLateness = (): ExpressionSpecification => [
  "match", ["get", "late"],
  "over", token("--st-breach"),
  "in_time", token("--st-ok"),
  "done", token("--st-closed"),
  token("--st-new"),
];

function style(layer: string): StyleSpecification {
  const tiles = (name: string) => [`${location.origin}/tiles/${name}/{z}/{x}/{y}.mvt`];
  return {
    version: 8,
    sources: {
      areas: { type: "vector", tiles: tiles("areas"), maxzoom: 14 },
      pins: { type: "vector", tiles: tiles(layer), maxzoom: 16 },
    },
    layers: [
      { id: "background", type: "background", paint: { "background-color": token("--map-bg") } },
      { id: "land", type: "fill", source: "areas", "source-layer": "areas", paint: { "fill-color": token("--map-land") } },
      {
        id: "boundaries", type: "line", source: "areas", "source-layer": "areas",
        paint: { "line-color": token("--map-line"), "line-width": 1 },
      },
      {
        id: "clusters", type: "circle", source: "pins", "source-layer": layer, filter: [">", ["get", "count"], 1],
        paint: {
          "circle-color": token("--brand"),
          "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 8, 100, 18, 5000, 34],
          "circle-stroke-color": token("--surface"), "circle-stroke-width": 2,
        },
      },
      {
        id: "pins", type: "circle", source: "pins", "source-layer": layer, filter: ["==", ["get", "count"], 1],
        paint: {
          "circle-color": byLateness(),
          "circle-radius": ["case", ["==", ["get", "urgency"], "urgent"], 9, 6],
          "circle-stroke-color": token("--surface"), "circle-stroke-width": 2,
        },
      },
    ],
  };
}

class HueMap extends HTMLElement {
  private view?: MapView;

  connectedCallback(): void {
    const [west, south, east, north] = (this.dataset.bounds ?? "").split(",").map(Number);
    const layer = this.dataset.layer ?? "cases";
    this.view = new MapView({
      container: this,
      style: style(layer),
      bounds: [west, south, east, north],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      fadeDuration: 0,
    });
    this.view.touchZoomRotate.disableRotation();
    this.view.addControl(new NavigationControl({ showCompass: false }));
    this.view.on("load", () => { this.dataset.ready = "yes"; });
    this.view.on("click", "pins", (event) => {
      const ref = String(event.features?.[0]?.properties.ref ?? "");
      const number = ref.split(":")[1];
      if (!number) return;
      const link = document.createElement("a");
      link.href = `/reports/${number}/`;
      link.className = "link";
      link.textContent = number;
      new Popup({ closeButton: false }).setLngLat(event.lngLat).setDOMContent(link).addTo(this.view!);
    });
    new MutationObserver(() => this.view?.setStyle(style(layer)))
      .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  disconnectedCallback(): void {
    this.view?.remove();
  }
}

customElements.define("hue-map", HueMap);
