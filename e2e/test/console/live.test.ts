import { waitFor } from "@bellwire/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { postJson } from "../../src/stack.ts";
import { describeConsole, useConsole } from "./console-stand.ts";

const SECONDS = 5;
const PUBLISHED_PER_SECOND = 900;
const POSTED_PER_SECOND = 100;
/** Each turn publishes its share of a second. */
const TURNS_PER_SECOND = 10;

/** So soon a press must be followed by a picture that shows it. */
const ANSWERED_MS = 1_000;

/** Notes how long the browser took from each press to the next picture, the wait for its turn included. */
const NOTE_PRESSES = `
  globalThis.slowestPressMs = 0;
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries())
      if (name === "click") globalThis.slowestPressMs = Math.max(globalThis.slowestPressMs, duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
`;

describeConsole("the view Live", () => {
  const stand = useConsole();
  beforeEach(async () => {
    await postJson(`${stand.stack.webUrl}/reset`, {});
    await stand.open("live");
    await panel("orders-listener").getByText("subscribed").waitFor();
  });

  const panel = (name: string) => stand.page.getByRole("region", { name: `Subscriber ${name}`, exact: true });
  const messages = (name: string) =>
    panel(name)
      .getByRole("listitem")
      .filter({ has: stand.page.locator("details") });
  const button = (name: string) => stand.page.getByRole("button", { name, exact: true });
  const figures = (channel: string) =>
    stand.page
      .getByRole("row")
      .filter({ has: stand.page.getByRole("rowheader", { name: channel, exact: true }) });

  async function add(name: string, targets: string): Promise<void> {
    await button("Add a subscriber").click();
    await stand.page.getByLabel("Name", { exact: true }).fill(name);
    await stand.page.getByLabel("Listens on").fill(targets);
    await button("Add").click();
  }

  it("shows the three subscribers that web begins with", async () => {
    for (const [name, target] of [
      ["orders-listener", "orders:new"],
      ["all-notifications", "notifications:*"],
      ["bridge", "notification"],
    ] as const) {
      await panel(name).getByRole("list", { name: "Its channels and patterns" }).getByText(target).waitFor();
      await panel(name).getByText("0 received").waitFor();
    }
    expect(await stand.page.getByRole("region", { name: /^Subscriber / }).count()).toBe(3);
  });

  it("pushes what is published from the page and by any Redis client, the newest first", async () => {
    await stand.page.getByLabel("Payload").fill('{"order": 1234, "lines": [{"sku": "a-1"}]}');
    await button("Publish").click();
    await stand.page.getByText("Published. Redis handed it to 1 subscriber.").waitFor();
    await messages("orders-listener").getByText('"order": 1234', { exact: false }).waitFor();
    expect(await stand.redis.publish("orders:new", "a plain text")).toBe(1);
    await messages("orders-listener").first().getByText("a plain text").waitFor();
    await panel("orders-listener").getByText("2 received").waitFor();
    await messages("orders-listener").last().getByText("exact").click();
    await messages("orders-listener").last().getByText('sku: "a-1"').waitFor({ state: "hidden" });
    await messages("orders-listener").last().getByText("0: {1 field}").click();
    await messages("orders-listener").last().getByText('sku: "a-1"').waitFor();
  });

  it("shows bytes that are no text as hexadecimal digits", async () => {
    await stand.redis.publish("orders:new", Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    await messages("orders-listener").getByText("ff fe 00 41").click();
    await messages("orders-listener").getByText("4 bytes", { exact: false }).waitFor();
  });

  it("shows a message that matches a channel and a pattern twice, each with its reason", async () => {
    await add("both", "orders:new, orders:*");
    await panel("both").getByText("subscribed").waitFor();
    await stand.redis.publish("orders:new", "once");
    await panel("both").getByText("2 received").waitFor();
    await messages("both").filter({ hasText: "exact" }).getByText("once").waitFor();
    await messages("both").filter({ hasText: "pattern orders:*" }).getByText("once").waitFor();
    await panel("orders-listener").getByText("1 received").waitFor();
  });

  it("adds a subscriber under a free name only, and removes it when that is confirmed", async () => {
    await add("bridge", "billing:*");
    await stand.page.getByRole("alert").getByText("name_taken").waitFor();
    await stand.page.getByLabel("Name", { exact: true }).fill("billing");
    await button("Add").click();
    await panel("billing").getByText("subscribed").waitFor();
    await button("Remove billing").click();
    await button("Cancel").click();
    await button("Remove billing").click();
    await button("Remove").click();
    await panel("billing").waitFor({ state: "detached" });
    expect(JSON.stringify(await stand.read("/subscribers"))).not.toContain("billing");
  });

  it("holds a panel still while it is paused, and counts what comes meanwhile", async () => {
    await stand.redis.publish("orders:new", "before");
    await messages("orders-listener").getByText("before").waitFor();
    await button("Pause orders-listener").click();
    for (let count = 0; count < 3; count += 1) await stand.redis.publish("orders:new", "meanwhile");
    await panel("orders-listener").getByText("Paused. 3 came meanwhile.").waitFor();
    expect(await messages("orders-listener").getByText("meanwhile").count()).toBe(0);
    await button("Resume orders-listener").click();
    await messages("orders-listener").getByText("meanwhile").nth(2).waitFor();
  });

  it("has the figures that Redis has, and its own", async () => {
    const others = stand.stack.redis.client();
    await others.subscribe("orders:new", "elsewhere");
    await others.psubscribe("a*", "b*");
    await stand.page.getByLabel("Copies").fill("3");
    await button("Publish").click();
    await stand.page.getByText("3 copies published. Redis handed each to 2 subscribers.").waitFor();
    await figures("orders:new").getByText("6", { exact: true }).waitFor();
    await waitFor(async () => {
      const cells = await figures("orders:new").getByRole("cell").allTextContents();
      const counted = await stand.redis.call("PUBSUB", "NUMSUB", "orders:new");
      return (
        JSON.stringify(cells) === JSON.stringify([String((counted as unknown[])[1]), "3", "6", "3", "3"])
      );
    });
    await waitFor(async () => {
      const shown = await stand.page.getByTitle("PUBSUB NUMPAT of the whole Redis").textContent();
      return shown === `${String(await stand.redis.call("PUBSUB", "NUMPAT"))} patterns`;
    });
    await waitFor(async () => {
      const named = (await stand.redis.call("PUBSUB", "CHANNELS")) as string[];
      const shown = await stand.page.locator("tbody").getByRole("rowheader").allTextContents();
      return named.every((name) => shown.includes(name));
    });
    others.disconnect();
  });

  it("begins anew when that is confirmed", async () => {
    await add("extra", "extra");
    await stand.redis.publish("orders:new", "to be forgotten");
    await panel("orders-listener").getByText("1 received").waitFor();
    await button("Reset").click();
    await stand.page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await panel("extra").waitFor({ state: "detached" });
    await panel("orders-listener").getByText("0 received").waitFor();
    await panel("orders-listener").getByText("Nothing came yet.", { exact: false }).waitFor();
  });

  describe("the boards", () => {
    const board = (name: string) => stand.page.getByRole("listitem", { name: `Board ${name}` });

    async function put(name: string, value: unknown): Promise<void> {
      const response = await fetch(`${stand.stack.webUrl}/boards/${name}`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ value }),
      });
      expect(response.status).toBe(200);
    }

    it("teach where there is none, and show one as soon as it is put by HTTP", async () => {
      await stand.page.getByText(`curl -X PUT ${stand.stack.webUrl}/boards/`, { exact: false }).waitFor();
      await put("queue-length", { waiting: 12, oldest: "order-7" });
      await board("queue-length").getByText("waiting: 12").waitFor();
    });

    it("move a progress bar with what is put", async () => {
      const bar = board("import-71").getByRole("progressbar");
      for (const percent of [10, 55, 100]) {
        await put("import-71", percent === 55 ? percent : { percent });
        await board("import-71").getByText(`${percent} %`).waitFor();
        expect(await bar.getAttribute("value")).toBe(String(percent));
      }
    });

    it("are put, changed and removed from the page", async () => {
      await button("New board").click();
      await stand.page.getByLabel("Board", { exact: true }).fill("build-7");
      await stand.page.getByLabel("Value").fill('"green"');
      await button("Put").click();
      await board("build-7").getByText('"green"').waitFor();
      await button("Edit build-7").click();
      await board("build-7").getByLabel("Value").fill('{"percent": 30, "step": "tests"}');
      await button("Put").click();
      await board("build-7").getByText("30 %").waitFor();
      expect(await stand.read("/boards/build-7")).toMatchObject({ value: { percent: 30, step: "tests" } });
      await button("Remove build-7").click();
      await button("Remove").click();
      await board("build-7").waitFor({ state: "detached" });
      await waitFor(async () => (await stand.read("/boards/build-7")).code === "not_found");
    });
  });

  describe("under 1,000 events a second", () => {
    /** Publishes and posts for as long as it takes to keep the pace. Resolves when the last one is answered. */
    async function flood(): Promise<void> {
      const begunMs = performance.now();
      const under: Promise<unknown>[] = [];
      for (let turn = 0; turn < SECONDS * TURNS_PER_SECOND; turn += 1) {
        await waitFor(() => performance.now() - begunMs >= (turn * 1000) / TURNS_PER_SECOND, {
          timeoutMs: 60_000,
          everyMs: 1,
        });
        const pipeline = stand.redis.pipeline();
        for (let at = 0; at < PUBLISHED_PER_SECOND / TURNS_PER_SECOND; at += 1)
          pipeline.publish("orders:new", JSON.stringify({ order: turn * 100 + at, total: 12.5 }));
        const items = Array.from({ length: POSTED_PER_SECOND / TURNS_PER_SECOND }, (_, at) => ({
          user_id: 1000 + at,
          message: `turn ${turn}`,
        }));
        under.push(pipeline.exec(), postJson(`${stand.stack.webUrl}/notifications/batch`, items));
      }
      await Promise.all(under);
    }

    it("leave the page quick to answer, and its counts exact", { timeout: 90_000 }, async () => {
      const { page } = stand;
      await page.evaluate(NOTE_PRESSES);
      await button("Pause orders-listener").click();
      let over = false;
      const flooding = flood().finally(() => {
        over = true;
      });
      let presses = 0;
      for (; !over; presses += 1) {
        await button("Pause bridge").or(button("Resume bridge")).click();
      }
      await flooding;
      expect(presses).toBeGreaterThan(2);
      expect(Number(await page.evaluate("globalThis.slowestPressMs"))).toBeLessThan(ANSWERED_MS);
      const [published, posted] = [SECONDS * PUBLISHED_PER_SECOND, SECONDS * POSTED_PER_SECOND];
      const words = published.toLocaleString("en");
      await panel("orders-listener").getByText(`Paused. ${words} came meanwhile.`).waitFor();
      await panel("orders-listener").getByText(`${words} received`).waitFor();
      await panel("bridge").getByText(`${posted} received`).waitFor();
      await figures("orders:new").getByText(words).first().waitFor();
      await page.getByRole("link", { name: "Messages" }).click();
      await button(`sent ${posted}`).waitFor();
    });
  });
});
