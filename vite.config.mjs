// One entry per island: every `islands/<name>.ts` of a room becomes `ui/built/islands/<name>.js`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const house = join(import.meta.dirname, "hueioc");
const input = {};
for (const room of readdirSync(house)) {
  const islands = join(house, room, "islands");
  if (!existsSync(islands)) continue;
  for (const file of readdirSync(islands)) {
    if (file.endsWith(".ts")) input[file.slice(0, -3)] = join(islands, file);
  }
}

export default defineConfig({
  base: "/static/ui/built/islands/",
  worker: { format: "es" },
  build: {
    outDir: join(house, "ui/static/ui/built/islands"),
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
