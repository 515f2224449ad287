// Makes what pages need from npm packages: fonts with their sheet, and one sprite of the icons that are used.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const built = join(here, "..", "static", "ui", "built");
const packages = join(root, "node_modules");

// Vietnamese letters first: the Latin file alone would break every stacked mark.
const SUBSETS = {
  vietnamese: "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
  latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
};

function fonts() {
  mkdirSync(join(built, "fonts"), { recursive: true });
  const faces = [];
  for (const weight of [400, 500, 600, 700]) {
    for (const [subset, range] of Object.entries(SUBSETS)) {
      const file = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      cpSync(join(packages, "@fontsource/be-vietnam-pro/files", file), join(built, "fonts", file));
      faces.push(
        `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-weight:${weight};font-display:swap;` +
          `src:url("fonts/${file}") format("woff2");unicode-range:${range}}`,
      );
    }
  }
  const digits = "inter-latin-wght-normal.woff2";
  cpSync(join(packages, "@fontsource-variable/inter/files", digits), join(built, "fonts", digits));
  faces.push(
    '@font-face{font-family:"Inter Variable";font-style:normal;font-weight:100 900;font-display:swap;' +
      `src:url("fonts/${digits}") format("woff2");unicode-range:U+0025,U+002B-003A,U+2013,U+2212}`,
  );
  writeFileSync(join(built, "fonts.css"), faces.join("\n") + "\n");
}

function sprite() {
  const names = readFileSync(join(here, "..", "icons.txt"), "utf8").split("\n").map((line) => line.trim());
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

rmSync(built, { recursive: true, force: true });
fonts();
sprite();
