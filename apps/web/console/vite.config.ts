import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dev` finds a running web service; a build never asks. */
const WEB = "http://127.0.0.1:3000";

/** Everything of web that the page calls. */
const PATHS = [
  "/session",
  "/readyz",
  "/live",
  "/notifications",
  "/channels",
  "/subscribers",
  "/boards",
  "/recipients",
  "/webhooks",
  "/reset",
  "/dead-letters",
  "/quarantine",
  "/stats",
  "/findings",
  "/sandbox",
];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2022",
    // The page is served under a policy without inline code: nothing is inlined, not even a small picture.
    assetsInlineLimit: 0,
    // One style sheet, and no lazy file that needs another lazy one: nothing is left to be loaded ahead.
    cssCodeSplit: false,
    modulePreload: false,
  },
  server: {
    proxy: Object.fromEntries(PATHS.map((path) => [path, WEB])),
  },
});
