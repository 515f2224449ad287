// Marks of the map as pictures: the shape says how work stands to its deadline, so that nobody needs the colour.
import type { Map as MapView } from "maplibre-gl";

// Design guide: overdue is a triangle with a mark, soon due a diamond, new a square, in time a circle.
export const MARKS: Record<string, { colour: string; points: [number, number][] | "circle" }> = {
  over: { colour: "--st-breach", points: [[0, -1], [1, 0.85], [-1, 0.85]] },
  soon: { colour: "--st-warn", points: [[0, -1], [1, 0], [0, 1], [-1, 0]] },
  new: { colour: "--st-new", points: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]] },
  in_time: { colour: "--st-ok", points: "circle" },
  done: { colour: "--st-closed", points: "circle" },
};
const SIZE = 26;
const SCALE = 2;

export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function draw(name: string): ImageData {
  const { colour, points } = MARKS[name];
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.scale(SCALE, SCALE);
  pen.translate(SIZE / 2, SIZE / 2);
  pen.beginPath();
  if (points === "circle") pen.arc(0, 0, 7.5, 0, 2 * Math.PI);
  else points.forEach(([x, y], place) => (place ? pen.lineTo(x * 9.5, y * 9.5) : pen.moveTo(x * 9.5, y * 9.5)));
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = token("--surface");
  pen.stroke();
  pen.fillStyle = token(colour);
  pen.fill();
  if (name === "over") {
    pen.fillStyle = token("--surface");
    pen.fillRect(-1, -3.5, 2, 6);
    pen.fillRect(-1, 4, 2, 2);
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Draw every mark in the colours of the theme in force; again after each change of it. */
export function addMarks(view: MapView): void {
  for (const name of Object.keys(MARKS)) {
    if (view.hasImage(name)) view.removeImage(name);
    view.addImage(name, draw(name), { pixelRatio: SCALE });
  }
}
