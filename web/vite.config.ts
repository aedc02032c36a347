/** Two pages: the desk (index.html) and the phone simulator (phone.html). Dev calls go to a running local stack. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mantineTheme } from "./scripts/mantine-plugin.ts";

const stack = process.env.HILO_URL ?? "http://127.0.0.1:8000";
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  plugins: [react(), mantineTheme()],
  resolve: { alias: { "@": path("./src"), "@manuals": path("../docs/manuals"), "@docs": path("../docs") } },
  server: {
    fs: { allow: [path("."), path("../docs/manuals")] },
    proxy: {
      "/api": { target: stack, changeOrigin: false },
      "/local": { target: stack },
      "/webhooks": { target: stack },
      "/ws": { target: stack, ws: true },
    },
  },
  build: {
    outDir: "dist",
    target: "es2022",
    // light-dark() stays as written; an older target would unfold it into doubled rules.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    rollupOptions: { input: { desk: path("./index.html"), phone: path("./phone.html") } },
  },
  test: {
    environment: "jsdom",
    globals: false,
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    testTimeout: 30_000,
    css: false,
  },
});
