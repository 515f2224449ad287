// Makes what pages need from npm packages: the sheets with their fonts, and one sprite of the icons that are used.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { Resvg } from "@resvg/resvg-js";
import { transform } from "lightningcss";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const built = join(here, "..", "static", "ui", "built");
const packages = join(root, "node_modules");

// Vietnamese letters first: the Latin file alone would break every stacked mark.
const SUBSETS = {
  vietnamese: "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
  latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
};

const ARABIC = "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0660-066D,U+0670,U+0679,U+067E,U+0686,U+0688,U+0691,U+0698,U+06A9,U+06AF,U+06BA,U+06BE,U+06C1,U+06CC,U+06D2";

// One sheet for each kind of page: a phone in the rain makes one request, and loads no weight that no page of it shows.
const SHEETS = {
  citizen: { weights: [400, 600], digits: false, parts: ["tokens", "base", "components", "forms", "citizen", "app", "utilities"] },
  staff: { weights: [400, 500, 600, 700], digits: true, parts: ["tokens", "base", "components", "forms", "layout", "parts", "utilities"] },
};

function face(family, weight, file, range) {
  return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
    `src:url("fonts/${file}") format("woff2");unicode-range:${range}}`;
}

function bring(from, file) {
  cpSync(join(packages, from, "files", file), join(built, "fonts", file));
  return file;
}

// The whole file serves Quranic marks and a dozen languages; pages are in Arabic, and names come in Persian and Urdu too.
async function arabic(weight) {
  const file = `ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`;
  const whole = readFileSync(join(packages, "@fontsource/ibm-plex-sans-arabic", "files", file));
  const letters = [[0x60c, 0x60c], [0x61b, 0x61b], [0x61f, 0x61f], [0x621, 0x63a], [0x640, 0x652], [0x660, 0x66d], [0x670, 0x670]]
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, place) => first + place));
  const text = String.fromCodePoint(...letters) + "پچژکگیٹڈڑںھہے";
  writeFileSync(join(built, "fonts", file), await subsetFont(whole, text, { targetFormat: "woff2" }));
  return file;
}

async function fonts({ weights, digits }) {
  mkdirSync(join(built, "fonts"), { recursive: true });
  const faces = [];
  for (const weight of weights) {
    for (const [subset, range] of Object.entries(SUBSETS)) {
      const file = bring("@fontsource/be-vietnam-pro", `be-vietnam-pro-${subset}-${weight}-normal.woff2`);
      faces.push(face("Be Vietnam Pro", weight, file, range));
    }
  }
  // In Arabic only numbers and names are Latin: one weight of it, which the browser thickens, saves a third of all fonts.
  for (const [subset, range] of Object.entries(SUBSETS)) {
    faces.push(face("Be Vietnam Pro Beside Arabic", 400, `be-vietnam-pro-${subset}-400-normal.woff2`, range));
  }
  for (const weight of [400, 600]) {
    faces.push(face("IBM Plex Sans Arabic", weight, await arabic(weight), ARABIC));
  }
  if (digits) {
    const file = bring("@fontsource-variable/inter", "inter-latin-wght-normal.woff2");
    faces.push(face("Inter Variable", "100 900", file, "U+0025,U+002B-003A,U+2013,U+2212"));
  }
  return faces.join("\n");
}

async function sheets() {
  for (const [name, sheet] of Object.entries(SHEETS)) {
    const parts = sheet.parts.map((part) => readFileSync(join(here, "..", "static", "ui", `${part}.css`), "utf8"));
    const whole = [await fonts(sheet), ...parts].join("\n");
    const { code } = transform({ filename: `${name}.css`, code: Buffer.from(whole), minify: true });
    writeFileSync(join(built, `${name}.css`), code);
  }
}

// Categories of a city name their own icons, so a new pack needs no line in our list.
function iconsOfPacks() {
  const files = readdirSync(join(root, "packs"), { recursive: true }).filter((name) => name.endsWith(".toml"));
  const texts = files.map((name) => readFileSync(join(root, "packs", name), "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/^icon = "([a-z0-9/-]+)"$/gm)].map((found) => found[1]));
}

function sprite() {
  const listed = readFileSync(join(here, "..", "icons.txt"), "utf8").split("\n").map((line) => line.trim());
  const names = [...new Set([...listed, ...iconsOfPacks()])];
  const symbols = names.filter((name) => name && !name.startsWith("#")).map((name) => {
    const [style, file] = name.startsWith("filled/") ? ["filled", name.slice(7)] : ["outline", name];
    const svg = readFileSync(join(packages, "@tabler/icons/icons", style, `${file}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).trim();
    const paint = style === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name.replace("/", "-")}" viewBox="0 0 24 24" ${paint}>${inner}</symbol>`;
  });
  writeFileSync(join(built, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

// Phones want pictures of fixed sizes; a mask may cut a fifth off every side, so there the mark is small on a full field.
function marks() {
  const mark = readFileSync(join(here, "..", "static", "ui", "mark.svg"), "utf8");
  const field = /<rect [^>]*fill="([^"]+)"[^>]*>/.exec(mark);
  const small = mark.slice(mark.indexOf(field[0]) + field[0].length, mark.lastIndexOf("</svg>"));
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${field[1]}"/>` +
    `<g transform="translate(16 16) scale(.72) translate(-16 -16)">${small}</g></svg>`;
  const pictures = { "mark-192": [mark, 192], "mark-512": [mark, 512], "mark-mask-512": [whole, 512], "mark-apple-180": [whole, 180] };
  for (const [name, [svg, size]] of Object.entries(pictures)) {
    const picture = new Resvg(svg, { fitTo: { mode: "width", value: size } });
    writeFileSync(join(built, `${name}.png`), picture.render().asPng());
  }
}

rmSync(built, { recursive: true, force: true });
await sheets();
sprite();
marks();
