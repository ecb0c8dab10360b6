import { requireTool } from "@bellwire/testkit";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { hasChromium, keepPicture, openBrowser, watchFaults } from "../../src/browser.ts";
import { postJson, type Stack, type StackOptions, startStack } from "../../src/stack.ts";

export const describeConsole = describe.skipIf(!requireTool("Chromium (Debian: chromium)", hasChromium()));

/** What takes no time by itself is given this long on a busy machine. */
const SHOWN_MS = 15_000;

export type ConsoleStand = {
  readonly stack: Stack;
  /** A new tab for each test, of one browser that knows the page already. */
  readonly page: Page;
  readonly redis: ReturnType<Stack["redis"]["client"]>;
  /** Opens a view, with parameters as in the address: "messages?state=failed". */
  readonly open: (view: string) => Promise<void>;
  /** Publishes by HTTP, past the page; answers the id. */
  readonly post: (notification: object) => Promise<string>;
  /** What web answers to a GET. */
  readonly read: (path: string) => Promise<Record<string, unknown>>;
};

/** One stack and one browser for a file of tests. A test fails, too, when the page broke its policy or had an error. */
export function useConsole(
  options: StackOptions = {},
  contextOptions: BrowserContextOptions = {},
): ConsoleStand {
  const stand = {} as { -readonly [Name in keyof ConsoleStand]: ConsoleStand[Name] };
  let browser: Browser;
  let context: BrowserContext;
  let faults: string[];
  beforeAll(async () => {
    [stand.stack, browser] = await Promise.all([startStack(options), openBrowser()]);
    stand.redis = stand.stack.redis.client();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  });
  afterAll(async () => {
    await browser.close();
    await stand.stack.stop();
  });
  beforeEach(async () => {
    stand.page = await context.newPage();
    stand.page.setDefaultTimeout(SHOWN_MS);
    faults = await watchFaults(stand.page);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await keepPicture(stand.page, task.name.replaceAll(/\W+/g, "-"));
    await stand.page.close();
    expect(faults).toEqual([]);
  });
  stand.open = async (view) => void (await stand.page.goto(`${stand.stack.webUrl}/#/${view}`));
  stand.post = async (notification) => {
    const { status, body } = await postJson(`${stand.stack.webUrl}/notifications`, notification);
    expect(status, JSON.stringify(body)).toBe(202);
    return String(body.id);
  };
  stand.read = async (path) =>
    (await (await fetch(`${stand.stack.webUrl}${path}`)).json()) as Record<string, unknown>;
  return stand;
}
