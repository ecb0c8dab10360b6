import axe from "axe-core";
import type { Page } from "playwright-core";

/** All that axe knows, or what depends on the theme alone. */
export type Rules = "all" | "color-contrast";

type Found = {
  violations: { id: string; impact?: string | null; help: string; nodes: { target: unknown[] }[] }[];
};

/** A colour that is on its way to another one is neither: the ways begin with the next picture. */
const STILL = `new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
  .then(() => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity))
  .then((ways) => Promise.all(ways.map(({ finished }) => finished)))
  .then(() => undefined)`;

/**
 * What axe finds on the page as it is shown now that keeps some people from using it, a line each with the first place
 * that it concerns; to be empty. Its code gets past the page's policy as code of the debugger, not of the page.
 */
export async function accessibilityFaults(page: Page, rules: Rules = "all"): Promise<string[]> {
  await page.evaluate(axe.source);
  await page.evaluate(STILL);
  const options = { resultTypes: ["violations"], ...(rules !== "all" && { runOnly: [rules] }) };
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as Found;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id} (${nodes.length}): ${help}: ${String(nodes[0]?.target)}`);
}
