import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { repoRoot } from "@bellwire/testkit";
import { type Browser, chromium, type Page } from "playwright-core";

export const chromiumPath = process.env.BELLWIRE_CHROMIUM ?? "/usr/bin/chromium";

export function hasChromium(): boolean {
  return existsSync(chromiumPath);
}

/** Nothing that would call home: the tests have no network, and a refused connection is noise. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath, args: ARGS });
}

/** What an outage or a refusal makes the browser itself print. */
const LOADING_FAILED = /^Failed to load resource/;

/** What the page broke of its content security policy, and errors that nobody caught; to be empty at the end. */
export async function watchFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !LOADING_FAILED.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  // Not every breach is printed: some are only told to who listens.
  await page.addInitScript(`addEventListener("securitypolicyviolation", (event) => {
    console.error("breaks " + event.violatedDirective + ": " + event.blockedURI);
  })`);
  return faults;
}

/** Keeps a picture for who looks at the failure; CI keeps the folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = join(repoRoot, "e2e", "pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
