import { requireTool, waitFor } from "@bellwire/testkit";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasChromium, keepPicture, openBrowser, watchFaults } from "../src/browser.ts";
import { type Stack, startStack } from "../src/stack.ts";

const KEY = "the-key-of-the-page-test";

/** What the page has to say within 5 s is given a little more on a busy machine. */
const SAID_MS = 10_000;

describe.skipIf(!requireTool("Chromium (Debian: chromium)", hasChromium()))("the page", () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    stack = await startStack();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(SAID_MS);
    faults = await watchFaults(page);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await keepPicture(page, task.name.replaceAll(/\W+/g, "-"));
    await page.close();
    expect(faults).toEqual([]);
  });

  const bubble = (text: string) => page.getByRole("log").getByText(text, { exact: true });

  async function publish(userId: string, message: string): Promise<void> {
    // The page puts an example there as soon as it knows that nobody real would get it.
    await waitFor(async () => (await page.getByLabel("User id").inputValue()) !== "");
    await page.getByLabel("User id").fill(userId);
    await page.getByLabel("Message", { exact: true }).first().fill(message);
    await page.getByRole("button", { name: "Publish" }).click();
  }

  it("publishes, and the message arrives on the phone", async () => {
    await page.goto(stack.webUrl);
    await publish("42", "Your order is on its way!");
    await page.getByText("Accepted for user 42").waitFor();
    await bubble("Your order is on its way!").waitFor();
    await waitFor(() => stack.received(42).includes("Your order is on its way!"));
  });

  it("lets the person press Start, and shows the bot's answer", async () => {
    await page.goto(stack.webUrl);
    await waitFor(async () => (await page.getByLabel("User id").inputValue()) !== "");
    await page.getByLabel("User id").fill("77");
    await page.getByRole("heading", { name: "Phone of user 77" }).waitFor();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("log").getByText("Your user id is 77", { exact: false }).waitFor();
  });

  it("says in words how both services are", async () => {
    await page.goto(stack.webUrl);
    await page.getByText("All is well").waitFor();
    await page.getByText("Redis takes writes.").waitFor();
    await page.getByText("Telegram answers; this is @bellwire_sandbox_bot.").waitFor();
    await stack.bots[0]?.stop();
    await publish("42", "to nobody");
    await page.getByText("no_subscriber").waitFor();
    await stack.startBot(0);
    await stack.ready();
    await page.getByText("All is well").waitFor();
  });

  it("says what is wrong with a user id, and sends nothing", async () => {
    await page.goto(stack.webUrl);
    await publish(".", "never sent");
    await page.getByText("A dot or two are no id.", { exact: false }).waitFor();
    expect(stack.sandbox.chats().some(({ last }) => last?.text === "never sent")).toBe(false);
  });

  it("says that web is away, and goes on by itself when it is back", { timeout: 60_000 }, async () => {
    await page.goto(stack.webUrl);
    await page.getByText("All is well").waitFor();
    stack.web.kill("SIGKILL");
    await stack.web.exited;
    await page.getByText("Web does not answer").first().waitFor();
    await stack.startWeb();
    await page.getByText("All is well").waitFor();
    await publish("43", "after the outage");
    await bubble("after the outage").waitFor();
  });

  it("shows each message once after the connection was lost", async () => {
    await page.goto(stack.webUrl);
    await publish("44", "before");
    await bubble("before").waitFor();
    await stack.web.stop();
    await stack.startWeb();
    await stack.ready();
    await stack.publish(44, "after");
    await bubble("after").waitFor();
    expect(await page.getByRole("log").getByText("before", { exact: true }).count()).toBe(1);
    expect(await page.getByRole("log").getByText("after", { exact: true }).count()).toBe(1);
  });

  it("shows a text as text, whatever stands in it", async () => {
    await page.goto(stack.webUrl);
    await publish("45", "<img src=x onerror=alert(1)><b>bold</b>");
    await bubble("<img src=x onerror=alert(1)><b>bold</b>").waitFor();
  });

  it.each([360, 390, 1280])("fits a window %i px wide", async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(stack.webUrl);
    await page.getByText("All is well").waitFor();
    const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it("asks for the key where one is needed", async () => {
    const locked = await startStack({ env: { API_KEYS: KEY } });
    const keyField = page.getByRole("textbox", { name: "API key" });
    try {
      await page.goto(locked.webUrl);
      await keyField.fill("not-the-key-of-the-page");
      await keyField.press("Enter");
      await page.getByText("unauthorized", { exact: true }).waitFor();
      await keyField.fill(KEY);
      await keyField.press("Enter");
      await publish("42", "with a key");
      await bubble("with a key").waitFor();
    } finally {
      await locked.stop();
    }
  });
});
