import type { Browser } from "playwright-core";

/** What the browser measured from the beginning of the navigation on. */
export type ColdLoad = {
  /** Until something of the page was to be seen. */
  paintMs: number;
  /** Until all that the first view needs was loaded. */
  loadedMs: number;
  /** Until the page knew how everything is. */
  liveMs: number;
  /** Of all files, as they were transferred. */
  bytes: number;
};

const MEASURE = `(() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const files = performance.getEntriesByType("resource").filter(({ name }) => /\\.(js|css|svg)$/.test(name));
  return {
    paintMs: paint.startTime,
    loadedMs: navigation.loadEventEnd,
    liveMs: performance.now(),
    bytes: [navigation, ...files].reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
})()`;

/** Loads the page as whoever comes for the first time. */
export async function coldLoad(browser: Browser, url: string): Promise<ColdLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByText("All is well").waitFor();
    return (await page.evaluate(MEASURE)) as ColdLoad;
  } finally {
    await context.close();
  }
}

/** The middle one; of an even count, the higher of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
